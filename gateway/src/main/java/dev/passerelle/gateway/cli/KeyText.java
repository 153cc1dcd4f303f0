package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.admin.WireKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Keys as the command line shows them to people.
final class KeyText {

    private KeyText() {}

    /// A new key, with the secret.
    static List<String> made(WireKey key) {
        return List.of(
                String.valueOf(key.key()),
                "",
                "Keep it now: it is shown this once. Its id is %s; %s."
                        .formatted(key.id(), end(key)));
    }

    private static String end(WireKey key) {
        return key.expiresAt() == null ? "it doesn't expire" : "it expires on " + key.expiresAt();
    }

    static List<String> table(List<WireKey> keys) {
        Table table =
                new Table(
                        "ID", "NAME", "PROJECT", "ROLE", "STATUS", "LIMITS", "MODELS", "CREATED",
                        "ENDS");
        keys.forEach(key ->
                table.add(
                        key.id(),
                        key.name(),
                        key.project(),
                        key.role(),
                        key.status(),
                        limits(key.limits()),
                        key.models().isEmpty() ? "all" : String.join(",", key.models()),
                        key.createdAt().toString(),
                        ends(key.expiresAt(), key.revokedAt())));
        return table.lines();
    }

    private static String limits(Map<String, BigDecimal> limits) {
        return limits.isEmpty()
                ? "-"
                : limits.entrySet().stream()
                        .map(limit -> limit.getKey() + "=" + limit.getValue().toPlainString())
                        .collect(Collectors.joining(","));
    }

    private static String ends(@Nullable Instant expires, @Nullable Instant revoked) {
        if (revoked != null && (expires == null || revoked.isBefore(expires))) {
            return revoked.toString();
        }
        return expires == null ? "never" : expires.toString();
    }
}
