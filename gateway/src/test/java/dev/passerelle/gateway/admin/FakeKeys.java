package dev.passerelle.gateway.admin;

import dev.passerelle.gateway.keys.ApiKey;
import dev.passerelle.gateway.keys.IssuedKey;
import dev.passerelle.gateway.keys.KeyAdministration;
import dev.passerelle.gateway.keys.KeyWish;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keys in memory; ids are `key1`, `key2`, …
public final class FakeKeys implements KeyAdministration {
    private final InstantSource clock;
    private final Map<String, ApiKey> keys = new LinkedHashMap<>();
    private final List<String> actions = new ArrayList<>();

    public FakeKeys(InstantSource clock) {
        this.clock = clock;
    }

    /// What was done, as `actor verb id`.
    public List<String> actions() {
        return actions;
    }

    @Override
    public IssuedKey create(KeyWish wish, String actor) {
        if (wish.name().isBlank()) {
            throw new IllegalArgumentException("the name is empty");
        }
        String id = "key" + (keys.size() + 1);
        actions.add(actor + " create " + id);
        ApiKey key = keep(id, wish, clock.instant(), null);
        return new IssuedKey(key, key.prefix() + "-SECRET");
    }

    private ApiKey keep(String id, KeyWish wish, Instant made, @Nullable Instant revokedAt) {
        ApiKey key =
                new ApiKey(
                        id,
                        wish.name(),
                        "sk-pas-" + id,
                        wish.project(),
                        wish.role(),
                        wish.models(),
                        wish.regions(),
                        wish.limits(),
                        made,
                        wish.expiresAt(),
                        revokedAt);
        keys.put(id, key);
        return key;
    }

    @Override
    public List<ApiKey> list() {
        return List.copyOf(keys.values()).reversed();
    }

    @Override
    public ApiKey get(String id) {
        ApiKey key = keys.get(id);
        if (key == null) {
            throw new UnknownKeyException(id);
        }
        return key;
    }

    @Override
    public ApiKey revoke(String id, String actor) {
        actions.add(actor + " revoke " + id);
        return end(get(id), clock.instant());
    }

    @Override
    public IssuedKey rotate(String id, Duration overlap, String actor) {
        actions.add(actor + " rotate " + id);
        ApiKey old = get(id);
        end(old, clock.instant().plus(overlap));
        return create(wish(old), actor);
    }

    private ApiKey end(ApiKey key, Instant end) {
        return keep(key.id(), wish(key), key.createdAt(), end);
    }

    private static KeyWish wish(ApiKey key) {
        return new KeyWish(
                key.name(),
                key.project(),
                key.role(),
                key.models(),
                key.regions(),
                key.limits(),
                key.expiresAt());
    }
}
