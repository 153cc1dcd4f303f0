package dev.passerelle.gateway.admin;

/// The addresses of the admin API.
public final class AdminPaths {
    public static final String KEYS = "/api/admin/keys";

    /// After a key's own address.
    public static final String ROTATE = "/rotate";

    public static final String AUDIT = "/api/admin/audit";
    public static final String USAGE = "/api/usage";

    private AdminPaths() {}
}
