package dev.passerelle.gateway.tenancy;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The regions a call may be served in.
///
/// @param names empty means all, and wherever nobody said where it is
public record Regions(Set<String> names) {
    public static final Regions ALL = new Regions(Set.of());

    public Regions {
        names = Set.copyOf(names);
    }

    public boolean confined() {
        return !names.isEmpty();
    }

    /// @param region where a deployment runs; absent if nobody said, which is nowhere that a
    ///   confined call may go
    public boolean allow(@Nullable String region) {
        return names.isEmpty() || (region != null && names.contains(region));
    }
}
