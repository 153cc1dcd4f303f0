package dev.passerelle.gateway.admission;

import dev.passerelle.gateway.tenancy.Measure.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// What was charged to one budget in one period. Belongs to the holder of the limiter's lock.
final class Tally {
    private long charged;

    Tally(long charged) {
        this.charged = charged;
    }

    Meter at(Limit limit, Instant now) {
        return new Budget(limit, now);
    }

    private static Instant end(Window window, Instant now) {
        LocalDate start = window.start(now);
        LocalDate next = window == Window.DAY ? start.plusDays(1) : start.plusMonths(1);
        return next.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /// What is left of it for one limit.
    private final class Budget implements Meter {
        private final Limit limit;
        private final Instant now;

        Budget(Limit limit, Instant now) {
            this.limit = limit;
            this.now = now;
        }

        @Override
        public long capacity() {
            return limit.capacity();
        }

        @Override
        public long left() {
            return Math.max(0, limit.capacity() - charged);
        }

        @Override
        public Duration until(long amount) {
            return reset();
        }

        @Override
        public Duration reset() {
            return Duration.between(now, end(limit.measure().window(), now));
        }

        @Override
        public Charge take(long amount) {
            charged += amount;
            return (used, _) -> charged -= amount - used;
        }
    }
}
