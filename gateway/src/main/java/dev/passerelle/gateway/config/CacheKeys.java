package dev.passerelle.gateway.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/// Keys of section `cache`.
final class CacheKeys {
    static final ConfigKey<Long> MAX_SIZE =
            new ConfigKey<>(
                    "cache.max-size",
                    Quantities.SIZE,
                    "(none: no answer is kept)",
                    "Memory that kept answers may take together; turns the cache on.");

    static final ConfigKey<Duration> TTL =
            new ConfigKey<>(
                    "cache.ttl", Quantities.WAIT, "1h", "How long an answer is given again.");

    static final ConfigKey<Boolean> CHARGE_TOKENS =
            new ConfigKey<>(
                    "cache.charge-tokens",
                    ValueType.BOOLEAN,
                    "false",
                    "Charge the tokens of an answer each time it is given; else a hit costs a request only.");

    static final ConfigKey<URI> REDIS_URL =
            new ConfigKey<>(
                    "cache.redis-url",
                    Addresses.REDIS,
                    "(none)",
                    "Redis or Valkey in which several gateways share answers.");

    static final ConfigKey<String> SEMANTIC_MODEL =
            new ConfigKey<>(
                    "cache.semantic.model",
                    ValueType.TEXT,
                    "(none: only equal requests hit)",
                    "Embedding model, one that runs here, by which questions that mean the same are found.");

    static final ConfigKey<Double> SEMANTIC_THRESHOLD =
            new ConfigKey<>(
                    "cache.semantic.threshold",
                    Quantities.number("a cosine similarity such as `0.95`", "0.5", "1"),
                    "0.95",
                    "How alike questions have to be at least.");

    static final ConfigKey<Integer> SEMANTIC_MAX_ENTRIES =
            new ConfigKey<>(
                    "cache.semantic.max-entries",
                    ValueType.integer(1, 1_000_000),
                    "10000",
                    "Most questions remembered.");

    static final List<ConfigKey<?>> ALL =
            List.of(
                    MAX_SIZE,
                    TTL,
                    CHARGE_TOKENS,
                    REDIS_URL,
                    SEMANTIC_MODEL,
                    SEMANTIC_THRESHOLD,
                    SEMANTIC_MAX_ENTRIES);

    private CacheKeys() {}
}
