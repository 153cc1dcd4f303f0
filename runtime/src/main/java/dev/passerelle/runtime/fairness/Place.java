package dev.passerelle.runtime.fairness;

import dev.passerelle.runtime.Timing;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One request's place in a [FairQueue], from its coming to its end, and the times of its way.
public final class Place<T> {

    enum State {
        /// Not ready to be served yet.
        RESERVED,
        WAITING,
        HELD,
        GONE
    }

    private static final long NEVER = Long.MIN_VALUE;

    final Key<T> key;
    State state = State.RESERVED;
    @Nullable T item;

    /// Which it was of all that were ever taken from the queue; 0 before.
    long takenAs;

    private final LongSupplier ticker;
    private volatile long readySince = NEVER;
    private volatile long begunAt = NEVER;
    private volatile @Nullable Timing timing;

    Place(Key<T> key, LongSupplier ticker) {
        this.key = key;
        this.ticker = ticker;
    }

    /// Notes that its service began, the first time.
    public void begun() {
        if (begunAt == NEVER) {
            begunAt = ticker.getAsLong();
        }
    }

    /// Notes that its first result is there, or that there will be none.
    public void answered() {
        if (timing == null && readySince != NEVER) {
            long now = ticker.getAsLong();
            long begun = begunAt == NEVER ? now : begunAt;
            timing =
                    new Timing(Duration.ofNanos(begun - readySince), Duration.ofNanos(now - begun));
        }
    }

    /// Known once it is answered.
    public Timing timing() {
        Timing known = timing;
        return known == null ? Timing.NONE : known;
    }

    void becomesReady(T readyItem) {
        item = readyItem;
        readySince = ticker.getAsLong();
    }

    /// Nanoseconds since it became ready.
    long waited() {
        return ticker.getAsLong() - readySince;
    }

    boolean everHeld() {
        return takenAs > 0;
    }

    /// What waits here or is served.
    public T item() {
        if (item == null) {
            throw new IllegalStateException("The place is reserved only");
        }
        return item;
    }
}
