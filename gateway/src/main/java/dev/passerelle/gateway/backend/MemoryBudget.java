package dev.passerelle.gateway.backend;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The memory that models may take together, outside the Java heap. What is reserved never exceeds
/// it.
public final class MemoryBudget {

    /// What the rest of the machine, imports and native libraries are left.
    private static final double MODELS_SHARE = 0.8;

    private final long bytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private long reserved;
    private long leaving;

    public MemoryBudget(long bytes) {
        this.bytes = bytes;
    }

    /// Four fifths of what the container or machine has, less the Java heap at its largest.
    public static MemoryBudget ofMachine() {
        var system =
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        long share = (long) (system.getTotalMemorySize() * MODELS_SHARE);
        return new MemoryBudget(Math.max(0, share - Runtime.getRuntime().maxMemory()));
    }

    public long bytes() {
        return bytes;
    }

    /// Bytes that nobody has reserved.
    public long free() {
        lock.lock();
        try {
            return bytes - reserved;
        } finally {
            lock.unlock();
        }
    }

    /// Bytes that are free or will be, without anything further being done.
    long freeSoon() {
        lock.lock();
        try {
            return bytes - reserved + leaving;
        } finally {
            lock.unlock();
        }
    }

    /// Reserves memory if that much is free.
    Optional<Reservation> take(ServedModel owner, long wanted) {
        lock.lock();
        try {
            return wanted <= bytes - reserved
                    ? Optional.of(new Reservation(owner, wanted))
                    : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// Reserves memory as soon as that much is free; empty if it isn't in time.
    Optional<Reservation> take(ServedModel owner, long wanted, Duration patience)
            throws InterruptedException {
        long nanos = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (wanted > bytes - reserved) {
                if (nanos <= 0) {
                    return Optional.empty();
                }
                nanos = released.awaitNanos(nanos);
            }
            return Optional.of(new Reservation(owner, wanted));
        } finally {
            lock.unlock();
        }
    }

    /// Part of the budget that one loaded version holds until it is closed.
    final class Reservation implements AutoCloseable {
        private final ServedModel owner;
        private final long size;
        private final AtomicBoolean held = new AtomicBoolean(true);
        private boolean isLeaving;

        private Reservation(ServedModel owner, long size) {
            this.owner = owner;
            this.size = size;
            reserved += size;
            owner.reserved(size);
        }

        long size() {
            return size;
        }

        /// Whether it will be given back once running requests have ended.
        void leaving(boolean leaves) {
            lock.lock();
            try {
                if (held.get() && isLeaving != leaves) {
                    isLeaving = leaves;
                    leaving += leaves ? size : -size;
                }
            } finally {
                lock.unlock();
            }
        }

        /// Gives it back; once.
        @Override
        public void close() {
            lock.lock();
            try {
                leaving(false);
                if (held.compareAndSet(true, false)) {
                    reserved -= size;
                    owner.reserved(-size);
                    released.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
