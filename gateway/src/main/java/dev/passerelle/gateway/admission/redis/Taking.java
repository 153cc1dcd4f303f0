package dev.passerelle.gateway.admission.redis;

import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.tenancy.Measure;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One limit of a request, and where it is counted.
///
/// @param charged of a budget only
/// @param retryMillis after which to try again; rates are asked
record Taking(Limit limit, Kind kind, String key, @Nullable Charged charged, long retryMillis) {
    /// Numbers of 1/60000 stay whole in Lua up to this rate.
    private static final long FASTEST = 100_000_000_000L;

    private static final long SOON = 1000;

    /// How something is counted.
    enum Kind {
        RATE,
        RUNNING,
        BUDGET;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Taking of(Limit limit) {
        return limit.measure() == Measure.CONCURRENT_REQUESTS
                ? new Taking(limit, Kind.RUNNING, Keys.running(limit.scope()), null, SOON)
                : new Taking(limit, Kind.RATE, Keys.rate(limit), null, 0);
    }

    static Taking of(Limit limit, Charged charged, Instant now) {
        long millis = Duration.between(now, charged.budget.end()).toMillis();
        return new Taking(limit, Kind.BUDGET, charged.key, charged, Math.max(1, millis));
    }

    long capacity() {
        return kind == Kind.RATE ? Math.min(limit.capacity(), FASTEST) : limit.capacity();
    }

    String unit() {
        return limit.measure().unit().name().toLowerCase(Locale.ROOT);
    }

    /// What comes back at the end, or, below zero, was used beyond; that the request was made does
    /// not.
    long unused(Demand demand, long reserved, Demand used) {
        return switch (kind) {
            case RUNNING -> 1;
            case RATE, BUDGET ->
                    Math.max(
                            -Wish.MOST,
                            demand.amount(limit.measure(), reserved)
                                    - used.amount(limit.measure(), used.mostCompletion()));
        };
    }
}
