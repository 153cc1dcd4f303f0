package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.config.ResilienceConfig;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/// How many calls may be sent once more: a share of the calls of the last ten seconds, and a few in
/// any event. When everything fails, the deployments aren't sent a multiple of what they can't do.
final class RetryBudget {
    private static final int SECONDS = 10;

    private final Window calls = new Window();
    private final Window retries = new Window();

    void called(long nanos) {
        calls.add(second(nanos));
    }

    /// Whether one more is within bounds; counts it if so.
    synchronized boolean take(long nanos, ResilienceConfig config) {
        long now = second(nanos);
        double most =
                calls.sum(now) * config.retryPercent() / 100
                        + (double) config.retriesPerSecond() * SECONDS;
        if (retries.sum(now) + 1 > most) {
            return false;
        }
        retries.add(now);
        return true;
    }

    private static long second(long nanos) {
        return Math.floorDiv(nanos, TimeUnit.SECONDS.toNanos(1)) & 0xFFFF_FFFFL;
    }

    /// Counts by the second. An entry is the second in the upper half, the count in the lower.
    private static final class Window {
        private final AtomicLongArray counts = new AtomicLongArray(SECONDS);

        void add(long second) {
            int place = (int) (second % SECONDS);
            long stamp = second << 32;
            long old;
            do {
                old = counts.get(place);
            } while (!counts.compareAndSet(
                    place, old, (old ^ stamp) >>> 32 == 0 ? old + 1 : stamp + 1));
        }

        long sum(long second) {
            long sum = 0;
            for (int i = 0; i < SECONDS; i++) {
                long entry = counts.get(i);
                if (second - (entry >>> 32) < SECONDS) {
                    sum += entry & 0xFFFF_FFFFL;
                }
            }
            return sum;
        }
    }
}
