package dev.passerelle.loadtests.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// Watches the generator: processor time, time in the garbage collector, and how late a thread
/// wakes up that does nothing but sleep.
final class SelfWatch implements AutoCloseable {
    private static final long BEAT = 5_000_000;
    private static final long MICRO = 1_000;

    private final OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Histogram pauses = new Histogram(3);
    private final Thread heart = Thread.ofPlatform().daemon().name("heartbeat").start(this::beat);
    private final long startCpu = system.getProcessCpuTime();
    private final long startCollections = collecting();
    private final long start = System.nanoTime();
    private volatile boolean over;

    private void beat() {
        while (!over) {
            long due = System.nanoTime() + BEAT;
            LockSupport.parkNanos(BEAT);
            synchronized (pauses) {
                pauses.recordValue(Math.max(0, System.nanoTime() - due) / MICRO);
            }
        }
    }

    /// Processors used since the start, on average.
    double cpu() {
        return (double) (system.getProcessCpuTime() - startCpu) / (System.nanoTime() - start);
    }

    /// Milliseconds in the garbage collector since the start.
    long collections() {
        return collecting() - startCollections;
    }

    /// How late the sleeper woke up, in microseconds.
    Histogram pauses() {
        synchronized (pauses) {
            return pauses.copy();
        }
    }

    private static long collecting() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    @Override
    public void close() {
        over = true;
        LockSupport.unpark(heart);
    }
}
