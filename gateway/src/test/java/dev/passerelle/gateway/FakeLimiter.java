package dev.passerelle.gateway;

import dev.passerelle.gateway.admission.Decision;
import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.Limiter;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.admission.Standing;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Measure.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Limits that never refill, counted exactly.
public final class FakeLimiter implements Limiter {
    /// When it grants what is asked.
    public static final Instant TIME = Instant.parse("2026-01-02T03:04:06Z");

    private static final Duration WAIT = Duration.ofMillis(1500);

    private final Map<Limit, Long> used = new HashMap<>();
    private int reservations;
    private boolean estimates;

    /// Reservations may turn out too small: they are estimates.
    public FakeLimiter estimating() {
        estimates = true;
        return this;
    }

    @Override
    public synchronized Decision reserve(List<Limit> limits, Demand demand) {
        long completion = demand.mostCompletion();
        Limit bound = null;
        for (Limit limit : limits) {
            long fits = demand.completionWithin(limit.measure(), left(limit));
            if (fits < demand.leastCompletion()) {
                long needed = demand.amount(limit.measure(), demand.leastCompletion());
                return new Decision.Refused(standing(limit), needed, WAIT);
            }
            if (fits < completion) {
                completion = fits;
                bound = limit;
            }
        }
        reservations++;
        Taken taken = new Taken(limits, demand, completion, bound);
        limits.forEach(limit -> take(limit, demand.amount(limit.measure(), taken.granted)));
        taken.standings = limits.stream().map(this::standing).toList();
        return new Decision.Granted(taken);
    }

    /// What is taken of a measure, over all scopes.
    public synchronized long used(Measure measure) {
        return used.entrySet().stream()
                .filter(entry -> entry.getKey().measure() == measure)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /// Granted and not settled.
    public synchronized int reservations() {
        return reservations;
    }

    private long left(Limit limit) {
        return limit.capacity() - used.getOrDefault(limit, 0L);
    }

    private void take(Limit limit, long amount) {
        used.merge(limit, amount, Long::sum);
    }

    private Standing standing(Limit limit) {
        return new Standing(limit, left(limit), WAIT);
    }

    @Override
    public void close() {}

    private final class Taken implements Reservation {
        private final List<Limit> limits;
        private final Demand demand;
        private final long granted;
        private final @Nullable Limit bound;
        private List<Standing> standings = List.of();
        private boolean settled;

        Taken(List<Limit> limits, Demand demand, long granted, @Nullable Limit bound) {
            this.limits = limits;
            this.demand = demand;
            this.granted = granted;
            this.bound = bound;
        }

        @Override
        public Instant time() {
            return TIME;
        }

        @Override
        public long completionTokens() {
            return granted;
        }

        @Override
        public @Nullable Limit bound() {
            return bound;
        }

        @Override
        public List<Standing> standings() {
            return standings;
        }

        @Override
        public void settle(long promptTokens, long completionTokens) {
            synchronized (FakeLimiter.this) {
                if (settled) {
                    throw new AssertionError("settled twice");
                }
                if (!estimates
                        && (promptTokens > demand.promptTokens() || completionTokens > granted)) {
                    throw new AssertionError("settled for more than was taken");
                }
                settled = true;
                reservations--;
                Demand kept =
                        new Demand(
                                promptTokens, completionTokens, completionTokens, demand.prices());
                limits.forEach(limit -> giveBack(limit, kept));
            }
        }

        private void giveBack(Limit limit, Demand kept) {
            Measure measure = limit.measure();
            long whole = demand.amount(measure, granted);
            boolean ends = measure.window() == Window.NOW;
            take(limit, -(ends ? whole : whole - kept.amount(measure, kept.mostCompletion())));
        }
    }
}
