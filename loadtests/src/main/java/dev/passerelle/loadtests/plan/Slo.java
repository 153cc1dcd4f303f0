package dev.passerelle.loadtests.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Service-level objectives of one request; goodput counts the requests that meet all of them.
///
/// @param ttft the longest until the first token; null for none
/// @param itl the longest time per output token, averaged over the request; null for none
/// @param e2e the longest until the last byte; null for none
/// @param share of requests that must meet them for a rate to count as sustained, 0 to 1
public record Slo(
        @Nullable Duration ttft, @Nullable Duration itl, @Nullable Duration e2e, double share) {
    public static final Slo NONE = new Slo(null, null, null, 0.95);

    public boolean isEmpty() {
        return ttft == null && itl == null && e2e == null;
    }
}
