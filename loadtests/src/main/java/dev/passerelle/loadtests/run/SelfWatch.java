package dev.passerelle.loadtests.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// Watches the generator: processor time, time in the garbage collector, and how late a thread
/// wakes up that does nothing but sleep.
final class SelfWatch implements AutoCloseable {
    private static final long BEAT = 5_000_000;
    private static final long MICRO = 1_000;
    private static final long SECOND = 1_000_000_000;
    private static final int SPAN = 10;

    private final OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Histogram pauses = new Histogram(3);
    private final long startCpu = system.getProcessCpuTime();
    private final long startCollections = collecting();
    private final long start = System.nanoTime();
    private final Deque<Beat> beats = new ArrayDeque<>();
    private double busiest;
    private volatile boolean over;
    private final Thread heart = Thread.ofPlatform().daemon().name("heartbeat").start(this::beat);

    /// Processor time used until a moment.
    private record Beat(long at, long cpu) {}

    private void beat() {
        while (!over) {
            long due = System.nanoTime() + BEAT;
            LockSupport.parkNanos(BEAT);
            long now = System.nanoTime();
            synchronized (pauses) {
                pauses.recordValue(Math.max(0, now - due) / MICRO);
                if (beats.isEmpty() || now - beats.getLast().at() >= SECOND) {
                    look(new Beat(now, system.getProcessCpuTime()));
                }
            }
        }
    }

    private void look(Beat last) {
        beats.add(last);
        if (beats.size() > SPAN) {
            Beat first = beats.remove();
            busiest =
                    Math.max(
                            busiest,
                            (double) (last.cpu() - first.cpu()) / (last.at() - first.at()));
        }
    }

    /// Processors used in the busiest ten seconds; in all of a shorter run.
    double busiest() {
        synchronized (pauses) {
            return Math.max(busiest, cpu());
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
