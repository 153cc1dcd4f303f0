package dev.passerelle.gateway.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.passerelle.gateway.keys.ApiKey;
import dev.passerelle.gateway.keys.IssuedKey;
import dev.passerelle.gateway.openai.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A key as the admin API shows it.
///
/// @param key the whole key with its secret, only in the answer that makes it
/// @param project `organisation/name`
/// @param status `active`, `expired` or `revoked`
/// @param models empty means all
/// @param regions empty means all
/// @param limits by a measure's name; money in the currency
/// @param revokedAt when it stopped or will stop to count
public record WireKey(
        String id,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key,
        String name,
        String prefix,
        String project,
        String role,
        String status,
        List<String> models,
        List<String> regions,
        Map<String, BigDecimal> limits,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {

    /// The status of a key that counts.
    public static final String ACTIVE = "active";

    /// Several, as an answer has them.
    public record Listing(String object, List<WireKey> data) {
        static Listing of(List<WireKey> keys) {
            return new Listing("list", keys);
        }
    }

    static WireKey of(ApiKey key, Instant now) {
        return of(key, null, now);
    }

    static WireKey of(IssuedKey issued, Instant now) {
        return of(issued.key(), issued.secret(), now);
    }

    private static WireKey of(ApiKey key, @Nullable String secret, Instant now) {
        return new WireKey(
                key.id(),
                secret,
                key.name(),
                key.prefix(),
                key.project().toString(),
                key.role().id(),
                status(key, now),
                key.models().stream().sorted().toList(),
                key.regions().stream().sorted().toList(),
                WireLimits.of(key.limits()),
                key.createdAt(),
                key.expiresAt(),
                key.revokedAt());
    }

    private static String status(ApiKey key, Instant now) {
        if (key.validAt(now)) {
            return ACTIVE;
        }
        Instant revoked = key.revokedAt();
        return revoked != null && !now.isBefore(revoked) ? "revoked" : "expired";
    }

    public byte[] encode() {
        return Json.bytes(this);
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "WireKey[" + id + "]";
    }
}
