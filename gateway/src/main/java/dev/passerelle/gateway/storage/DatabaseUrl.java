package dev.passerelle.gateway.storage;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A JDBC URL of a database we know, completed by the settings we need.
///
/// @param embedded whether it is H2
record DatabaseUrl(String text, boolean embedded) {
    private static final String H2 = "jdbc:h2:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /// Commits are in the file at once: H2 would otherwise hold them for half a second, and a kill
    /// would cost keys that were just made.
    private static final Map<String, String> H2_SETTINGS =
            new TreeMap<>(
                    Map.of(
                            "MODE", "PostgreSQL",
                            "DATABASE_TO_LOWER", "TRUE",
                            "DEFAULT_NULL_ORDERING", "HIGH",
                            "DB_CLOSE_ON_EXIT", "FALSE",
                            "WRITE_DELAY", "0"));

    static DatabaseUrl of(String url) {
        if (url.startsWith(H2)) {
            return new DatabaseUrl(completed(url), true);
        }
        if (url.startsWith(POSTGRESQL)) {
            if (url.contains("reWriteBatchedInserts=true")) {
                throw new DatabaseException(
                        "storage.url must not have reWriteBatchedInserts=true: the driver then"
                                + " doesn't tell which records of usage are new");
            }
            return new DatabaseUrl(url, false);
        }
        throw new DatabaseException(
                "storage.url must begin with jdbc:postgresql: (or jdbc:h2:), as in"
                        + " jdbc:postgresql://host/database");
    }

    static String ofFile(Path file) {
        return H2 + "file:" + file.toAbsolutePath().toString().replace(";", "\\;");
    }

    private static String completed(String url) {
        StringBuilder completed = new StringBuilder(url);
        String upper = url.toUpperCase(Locale.ROOT);
        H2_SETTINGS.forEach((name, value) -> {
            if (!upper.contains(";" + name + "=")) {
                completed.append(';').append(name).append('=').append(value);
            }
        });
        return completed.toString();
    }

    /// What the driver is told beside the URL, whose own settings win. A server that went silent
    /// must not hold a thread for ever.
    Map<String, String> driverProperties() {
        return embedded
                ? Map.of()
                : Map.of(
                        "connectTimeout", "3",
                        "loginTimeout", "5",
                        "socketTimeout", "30",
                        "tcpKeepAlive", "true",
                        "ApplicationName", "passerelle");
    }

    /// Without what may hold a password.
    @Override
    public String toString() {
        return embedded ? "H2" : "PostgreSQL";
    }
}
