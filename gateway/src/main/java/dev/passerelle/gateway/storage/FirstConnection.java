package dev.passerelle.gateway.storage;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.h2.api.ErrorCode;

/// Opens the first connection, and says what is wrong if it can't.
///
/// A database that is starting or can't be reached is tried again for a while; a wrong password
/// isn't.
record FirstConnection(DatabaseUrl url, String user, String password) {
    private static final long PAUSE_MILLIS = 250;

    Connection open(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return DriverManager.getConnection(url.text(), properties());
            } catch (SQLException e) {
                if (e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1 && url.embedded()) {
                    throw new FileHeldException();
                }
                if (!mayPass(e) || System.nanoTime() > end) {
                    throw refusal(e);
                }
            }
            pause();
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.putAll(url.driverProperties());
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return properties;
    }

    /// Class 08 is a connection that failed, 57P03 a server that is starting or stopping, 53300 one
    /// with too many connections.
    private boolean mayPass(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (url.embedded()) {
            return false;
        }
        // The driver gives 08001 for a refused connection, but for a URL it can't read, too.
        return "08001".equals(state)
                ? e.getCause() instanceof IOException
                : state.startsWith("08") || state.equals("57P03") || state.equals("53300");
    }

    private DatabaseException refusal(SQLException e) {
        String said = String.valueOf(e.getMessage()).replace(url.text(), "storage.url");
        return new DatabaseException(
                "%s can't be opened: \"%s\" (SQL state %s); check storage.url, storage.user and storage.password"
                        .formatted(url, said, e.getSQLState()));
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("interrupted while waiting for the database");
        }
    }
}
