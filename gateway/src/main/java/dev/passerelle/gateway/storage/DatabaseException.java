package dev.passerelle.gateway.storage;

import java.sql.SQLException;

/// The database can't be used. The message names neither its URL nor a password.
public class DatabaseException extends RuntimeException {
    public DatabaseException(String message) {
        super(message);
    }

    /// @param purpose what was to be done, e.g. `usage can't be read`
    public DatabaseException(String purpose, SQLException cause) {
        super(
                "%s: the database says \"%s\" (SQL state %s)"
                        .formatted(purpose, cause.getMessage(), cause.getSQLState()),
                cause);
    }
}
