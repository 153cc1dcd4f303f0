package dev.passerelle.gateway.keys;

import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is kept of an API key; the secret isn't.
///
/// @param id what it is called in usage and by `keys revoke`
/// @param prefix the key's beginning, by which its holder and support recognise it
/// @param models ids it may use; empty means all
/// @param regions where its requests may be served; empty means everywhere
/// @param expiresAt absent means never
/// @param revokedAt when it stopped or will stop to count; absent while nobody revoked it
public record ApiKey(
        String id,
        String name,
        String prefix,
        Project project,
        Role role,
        Set<String> models,
        Set<String> regions,
        Limits limits,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {

    public ApiKey {
        models = Set.copyOf(models);
        regions = Set.copyOf(regions);
    }

    /// Whether it counts at an instant.
    public boolean validAt(Instant now) {
        return (expiresAt == null || now.isBefore(expiresAt))
                && (revokedAt == null || now.isBefore(revokedAt));
    }
}
