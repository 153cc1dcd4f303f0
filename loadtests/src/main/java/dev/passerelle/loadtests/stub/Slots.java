package dev.passerelle.loadtests.stub;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Places for answers being generated; who finds none waits, first come, first served.
final class Slots {
    private static final int ANY_NUMBER = 1 << 30;

    private final int count;
    private final Semaphore free;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();

    /// @param count 0 for any number
    Slots(int count) {
        this.count = count;
        this.free = new Semaphore(count == 0 ? ANY_NUMBER : count, true);
    }

    /// Whether there may be a queue at all.
    boolean limited() {
        return count > 0;
    }

    int count() {
        return count;
    }

    int running() {
        return running.get();
    }

    int waiting() {
        return waiting.get();
    }

    /// Takes one; returns whether it had to wait for it.
    boolean take() throws InterruptedException {
        boolean waits = !free.tryAcquire(0, TimeUnit.NANOSECONDS); // does not overtake
        if (waits) {
            waiting.incrementAndGet();
            try {
                free.acquire();
            } finally {
                waiting.decrementAndGet();
            }
        }
        running.incrementAndGet();
        return waits;
    }

    void release() {
        running.decrementAndGet();
        free.release();
    }
}
