package dev.passerelle.gateway.keys;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Work on the database that is done wholly or not at all.
record Transactions(DataSource source) {

    /// What is done on a connection.
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /// @throws KeyAdministration.UnavailableException if the database fails
    <T> T run(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                undo(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw new KeyAdministration.UnavailableException(e);
        }
    }

    private static void undo(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
