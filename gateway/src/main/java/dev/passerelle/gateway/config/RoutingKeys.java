package dev.passerelle.gateway.config;

import java.time.Duration;
import java.util.List;

/// Keys of section `routing`, and of `routing` in an entry of `models`.
final class RoutingKeys {
    static final ConfigKey<RoutingConfig.Policy> POLICY =
            new ConfigKey<>(
                    "models[].routing.policy",
                    ValueType.oneOf(RoutingConfig.Policy.class),
                    "weighted",
                    "Which deployment is asked first.");

    static final ConfigKey<Integer> ATTEMPTS =
            new ConfigKey<>(
                    "models[].routing.attempts",
                    ValueType.integer(1, 16),
                    "3",
                    "Most deployments tried for one call, those of fallbacks too.");

    static final ConfigKey<List<String>> FALLBACKS =
            new ConfigKey<>(
                    "models[].routing.fallbacks",
                    ValueType.NAMES,
                    "(none)",
                    "Models that answer when no deployment of this one can, in order.");

    static final ConfigKey<Duration> HEDGE_AFTER =
            new ConfigKey<>(
                    "models[].routing.hedge-after",
                    Quantities.WAIT,
                    "(never)",
                    "How long the first token may take before a second deployment is asked too; whichever begins first answers.");

    static final ConfigKey<Double> AFFINITY_LOAD =
            new ConfigKey<>(
                    "models[].routing.affinity-load",
                    Quantities.number("a number such as `1.5`", "1", "100"),
                    "1.25",
                    "With `prefix-affinity`: how many times the average load a deployment may have before a conversation goes elsewhere.");

    static final ConfigKey<Double> RETRY_PERCENT =
            new ConfigKey<>(
                    "routing.retry-percent",
                    Quantities.PERCENT,
                    "20",
                    "Retries and hedges in proportion to calls, at most.");

    static final ConfigKey<Integer> RETRIES_PER_SECOND =
            new ConfigKey<>(
                    "routing.retries-per-second",
                    ValueType.integer(0, 100_000),
                    "10",
                    "Retries that are allowed in any event.");

    static final ConfigKey<Integer> BREAKER_FAILURES =
            new ConfigKey<>(
                    "routing.breaker-failures",
                    ValueType.integer(1, 1_000),
                    "5",
                    "Failures in a row after which a deployment is left alone.");

    static final ConfigKey<Duration> BREAKER_PAUSE =
            new ConfigKey<>(
                    "routing.breaker-pause",
                    Quantities.WAIT,
                    "10s",
                    "How long it is left alone before one call tries it again.");

    static final List<ConfigKey<?>> MODEL =
            List.of(POLICY, ATTEMPTS, FALLBACKS, HEDGE_AFTER, AFFINITY_LOAD);
    static final List<ConfigKey<?>> GLOBAL =
            List.of(RETRY_PERCENT, RETRIES_PER_SECOND, BREAKER_FAILURES, BREAKER_PAUSE);

    private RoutingKeys() {}
}
