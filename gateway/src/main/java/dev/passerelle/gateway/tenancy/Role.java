package dev.passerelle.gateway.tenancy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a caller may do.
public enum Role {
    /// Everything a member may, and administrate its organisation; of the organisation `default`,
    /// all of them.
    ADMIN,
    /// Use models, and read its project's usage.
    MEMBER,
    /// Read the list of models and its project's usage.
    READ_ONLY;

    /// The name on the wire and the command line.
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Role> of(String id) {
        return Arrays.stream(values()).filter(role -> role.id().equals(id)).findFirst();
    }
}
