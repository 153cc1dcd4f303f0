package dev.passerelle.gateway.admission;

import java.time.Duration;
import java.time.Instant;

/// What was charged to one budget in one period. Belongs to the holder of the limiter's lock.
final class Tally {
    private final Instant end;
    private long charged;

    /// @param end of the period
    Tally(long charged, Instant end) {
        this.charged = charged;
        this.end = end;
    }

    Meter at(Limit limit, Instant now) {
        return new Budget(limit, now);
    }

    private void charge(long more) {
        charged = Math.min(charged, Long.MAX_VALUE - Math.max(0, more)) + more;
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
            return Duration.between(now, end);
        }

        @Override
        public Charge take(long amount) {
            charged += amount;
            return (used, _) -> charge(used - amount);
        }
    }
}
