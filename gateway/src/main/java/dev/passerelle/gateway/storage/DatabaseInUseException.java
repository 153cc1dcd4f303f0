package dev.passerelle.gateway.storage;

import java.nio.file.Path;

/// Another process works in this home.
public final class DatabaseInUseException extends DatabaseException {
    public DatabaseInUseException(Path home) {
        super(
                ("%s is in use by another process of Passerelle: stop that one, or give this one a"
                                + " home of its own with PASSERELLE_HOME; gateways that are to share"
                                + " keys and usage each have their own home and the same PostgreSQL"
                                + " in storage.url")
                        .formatted(home));
    }
}
