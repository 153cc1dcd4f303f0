package dev.passerelle.gateway.config;

import java.util.List;

/// Keys of section `storage`.
final class StorageKeys {

    static final ConfigKey<String> URL =
            new ConfigKey<>(
                    "storage.url",
                    Addresses.JDBC,
                    "(an H2 file in `PASSERELLE_HOME`)",
                    "Database of keys and usage.");

    static final ConfigKey<String> USER =
            new ConfigKey<>("storage.user", ValueType.TEXT, "(none)", "Its user.");

    static final ConfigKey<String> PASSWORD =
            new ConfigKey<>("storage.password", ValueType.SECRET, "(none)", "The user's password.");

    static final List<ConfigKey<?>> ALL = List.of(URL, USER, PASSWORD);

    private StorageKeys() {}
}
