package dev.passerelle.loadtests.client;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The moment at which a request is ended from without, by closing its connection.
final class Deadline implements Runnable {
    private final boolean leaves;
    private final LongSupplier clock;
    private final AtomicReference<State> state = new AtomicReference<>(State.AHEAD);
    private volatile @Nullable Link link;
    private volatile long at;

    private enum State {
        AHEAD,
        PASSED,
        MET
    }

    /// @param leaves whether it is the client that leaves then; else its time is over
    Deadline(boolean leaves, LongSupplier clock) {
        this.leaves = leaves;
        this.clock = clock;
    }

    /// From now on this is the connection to be closed.
    void guard(Link open) {
        link = open;
        if (hasPassed()) {
            open.close();
        }
    }

    @Override
    public void run() {
        if (hasPassed()) {
            return;
        }
        at = clock.getAsLong();
        Link open = state.compareAndSet(State.AHEAD, State.PASSED) ? link : null;
        if (open != null) {
            open.close();
        }
    }

    /// The request is over; false if the deadline came first, and the connection is closed.
    boolean meet() {
        return state.compareAndSet(State.AHEAD, State.MET);
    }

    boolean hasPassed() {
        return state.get() == State.PASSED;
    }

    boolean leaves() {
        return leaves;
    }

    /// When it passed.
    long at() {
        return at;
    }
}
