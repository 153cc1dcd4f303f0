package dev.passerelle.runtime.constrained;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A state of a rule's nondeterministic automaton. Changed only while its rule is built.
final class State {

    private static final AtomicLong IDS = new AtomicLong();

    final long id = IDS.incrementAndGet();

    /// Whether it belongs to a rule that all constraints of a model share.
    final boolean shared;

    int[] lows = {};
    int[] highs = {};
    State[] targets = {};

    /// Where it goes without reading.
    final List<State> free = new ArrayList<>(2);

    /// Matched before `after`.
    @Nullable Rule call;

    @Nullable State after;

    /// The counted loop it enters.
    @Nullable Loop entered;

    /// The counted loop of which a round ends here.
    @Nullable Loop repeated;

    /// Whether its rule ends here.
    boolean end;

    State(boolean shared) {
        this.shared = shared;
    }

    /// A body that is matched a number of times.
    static final class Loop {
        final int least;
        final int most;
        final State body;
        final State exit;

        Loop(int least, int most, State body, State exit) {
            this.least = least;
            this.most = most;
            this.body = body;
            this.exit = exit;
        }
    }

    void reads(int low, int high, State target) {
        int n = lows.length;
        lows = Arrays.copyOf(lows, n + 1);
        highs = Arrays.copyOf(highs, n + 1);
        targets = Arrays.copyOf(targets, n + 1);
        lows[n] = low;
        highs[n] = high;
        targets[n] = target;
    }

    boolean readsAnything() {
        return lows.length > 0;
    }
}
