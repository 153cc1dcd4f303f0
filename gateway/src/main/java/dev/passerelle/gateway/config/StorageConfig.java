package dev.passerelle.gateway.config;

import org.jspecify.annotations.Nullable;

/// Section `storage`: where keys and usage are kept.
///
/// @param url of JDBC; absent means an H2 file in `PASSERELLE_HOME`
public record StorageConfig(@Nullable String url, String user, String password) {
    public static final StorageConfig DEFAULT = new StorageConfig(null, "", "");

    /// Without the password, and without a URL that may hold one.
    @Override
    public String toString() {
        return "StorageConfig[" + user + "]";
    }
}
