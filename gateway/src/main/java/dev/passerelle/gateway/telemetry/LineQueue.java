package dev.passerelle.gateway.telemetry;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Lines on their way from many threads to one, which takes them a little later, many at once:
/// handing one over waits for nothing, and wakes nobody unless there was nothing to do before.
final class LineQueue {
    private final Queue<byte[]> lines = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final int most;
    private final Duration nap;
    private volatile @Nullable Thread taker;
    private volatile boolean idle;
    private volatile boolean closed;

    /// @param most lines that may wait
    /// @param nap how long a line may wait
    LineQueue(int most, Duration nap) {
        this.most = most;
        this.nap = nap;
    }

    /// Hands a line over, or drops it if too many wait.
    void put(byte[] line) {
        int count = waiting.incrementAndGet();
        if (closed || count > most) {
            waiting.decrementAndGet();
            dropped.incrementAndGet();
            return;
        }
        lines.add(line);
        if (idle || count == most / 2) {
            wake();
        }
    }

    /// The next line; null if none waits.
    byte @Nullable [] poll() {
        byte[] line = lines.poll();
        if (line != null) {
            waiting.decrementAndGet();
        }
        return line;
    }

    /// Waits until there are lines, and some more, or something else is to be done. For one thread.
    void await() {
        taker = Thread.currentThread();
        idle = true;
        if (lines.isEmpty() && !closed) {
            LockSupport.park(this);
        }
        idle = false;
        if (!closed) {
            LockSupport.parkNanos(this, nap.toNanos());
        }
    }

    /// Ends a wait.
    void wake() {
        idle = false;
        LockSupport.unpark(taker);
    }

    /// No more lines are taken.
    void close() {
        closed = true;
        wake();
    }

    boolean closed() {
        return closed;
    }

    /// Lines could not be written.
    void lost(long count) {
        dropped.addAndGet(count);
    }

    /// How many were dropped or lost.
    long dropped() {
        return dropped.get();
    }
}
