package dev.passerelle.loadtests.arrivals;

import dev.passerelle.loadtests.plan.Bounds;
import java.time.Duration;

/// Where a schedule ends.
///
/// @param nanos before which arrivals are
/// @param count of arrivals
record Limits(long nanos, long count) {
    /// Those of a scenario; a bound of 0 is none.
    static Limits of(Bounds bounds) {
        return new Limits(
                nanos(bounds.duration()),
                bounds.requests() <= 0 ? Long.MAX_VALUE : bounds.requests());
    }

    static long nanos(Duration duration) {
        return duration.isZero() || duration.toSeconds() >= Long.MAX_VALUE / 1_000_000_000
                ? Long.MAX_VALUE
                : duration.toNanos();
    }

    boolean allow(long offset, long before) {
        return offset < nanos && before < count;
    }

    double seconds() {
        return nanos == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : nanos / 1e9;
    }
}
