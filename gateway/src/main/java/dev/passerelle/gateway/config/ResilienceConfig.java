package dev.passerelle.gateway.config;

import java.time.Duration;

/// Section `routing`: when deployments are left alone.
///
/// @param retryPercent retries and hedges in proportion to calls, at most
/// @param retriesPerSecond retries that are allowed in any event
/// @param breakerFailures failures in a row that open a deployment's circuit
/// @param breakerPause how long it stays open before one call tries again
public record ResilienceConfig(
        double retryPercent, int retriesPerSecond, int breakerFailures, Duration breakerPause) {

    public static final ResilienceConfig DEFAULT =
            new ResilienceConfig(20, 10, 5, Duration.ofSeconds(10));
}
