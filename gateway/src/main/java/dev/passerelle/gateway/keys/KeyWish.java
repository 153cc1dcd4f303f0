package dev.passerelle.gateway.keys;

import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a new key is to be.
///
/// @param name for people, 1 to 100 characters
/// @param models ids it may use; empty means all
/// @param regions where its requests may be served; empty means everywhere
/// @param expiresAt absent means never
public record KeyWish(
        String name,
        Project project,
        Role role,
        Set<String> models,
        Set<String> regions,
        Limits limits,
        @Nullable Instant expiresAt) {

    public KeyWish {
        models = Set.copyOf(models);
        regions = Set.copyOf(regions);
    }
}
