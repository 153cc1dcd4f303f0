package dev.passerelle.gateway.config;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Section `cache`: answers that are given again.
///
/// @param maxBytes what they may take together; 0 keeps none
/// @param ttl how long one is given again
/// @param chargeTokens whether a hit costs tokens as the first answer did; else a request only
/// @param redisUrl a second level that gateways share; absent means none
/// @param semantic absent means that only requests that are the same hit
public record CacheConfig(
        long maxBytes,
        Duration ttl,
        boolean chargeTokens,
        @Nullable URI redisUrl,
        @Nullable Semantic semantic) {

    public static final CacheConfig NONE =
            new CacheConfig(0, Duration.ofHours(1), false, null, null);

    /// Hits of requests that mean the same.
    ///
    /// @param model id of the embedding model that runs here
    /// @param threshold least cosine similarity, up to 1
    /// @param maxEntries most questions remembered
    public record Semantic(String model, double threshold, int maxEntries) {}

    /// Without the URL, which may hold a password.
    @Override
    public String toString() {
        return "CacheConfig[%d, %s, %s]".formatted(maxBytes, ttl, semantic);
    }
}
