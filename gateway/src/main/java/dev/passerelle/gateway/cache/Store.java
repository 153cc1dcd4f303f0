package dev.passerelle.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Policy.Eviction;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.passerelle.gateway.config.CacheConfig;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Answers kept in this process, within a number of bytes and for a time.
final class Store {
    private final Cache<Digest, Kept> entries;
    private final Eviction<Digest, Kept> size;
    private final InstantSource clock;
    private volatile Duration ttl;

    Store(CacheConfig config, InstantSource clock, Ticker ticker) {
        this.clock = clock;
        this.ttl = config.ttl();
        this.entries =
                Caffeine.newBuilder()
                        .maximumWeight(config.maxBytes())
                        .weigher((Digest _, Kept kept) -> kept.weight())
                        .expireAfter(Expiry.writing((Digest _, Kept kept) -> left(kept)))
                        .ticker(ticker)
                        .executor(Runnable::run)
                        .build();
        this.size = entries.policy().eviction().orElseThrow();
    }

    /// How much longer it may be given again; entries of other gateways have an age already.
    private Duration left(Kept kept) {
        Duration left = ttl.minus(age(kept));
        return left.isNegative() ? Duration.ZERO : left;
    }

    Duration age(Kept kept) {
        return Duration.between(kept.time(), clock.instant());
    }

    boolean fresh(Kept kept) {
        return age(kept).compareTo(ttl) < 0;
    }

    @Nullable Kept get(Digest key) {
        return entries.getIfPresent(key);
    }

    void put(Digest key, Kept kept) {
        entries.put(key, kept);
    }

    /// What all entries take.
    long bytes() {
        entries.cleanUp();
        return size.weightedSize().orElse(0);
    }

    void update(CacheConfig config) {
        ttl = config.ttl();
        size.setMaximum(config.maxBytes());
        if (config.maxBytes() == 0) {
            entries.invalidateAll();
        }
    }
}
