package dev.passerelle.gateway.keys;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;

/// The table `key_secret`: which secret the hashes in a database were made with. With another one
/// every key would be wrong.
public final class KeySecret {
    private static final String INSERT =
            "INSERT INTO key_secret (id, fingerprint) VALUES (1, ?) ON CONFLICT DO NOTHING";
    private static final String UPDATE = "UPDATE key_secret SET fingerprint = ?";

    private KeySecret() {}

    /// Checks that hashes belong to a database, and notes them if it has no key that counts.
    ///
    /// @throws KeyAdministration.WrongSecretException if its keys were made with another secret
    public static void check(DataSource source, KeyHash hash, Instant now) {
        new Transactions(source)
                .run(connection -> {
                    check(connection, hash, now);
                    return true;
                });
    }

    static void check(Connection connection, KeyHash hash, Instant now) throws SQLException {
        write(connection, INSERT, hash);
        if (read(connection).equals(hash.fingerprint())) {
            return;
        }
        if (KeyTable.all(connection).stream().anyMatch(stored -> stored.key().validAt(now))) {
            throw new KeyAdministration.WrongSecretException();
        }
        write(connection, UPDATE, hash);
    }

    private static String read(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT fingerprint FROM key_secret");
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getString(1) : "";
        }
    }

    private static void write(Connection connection, String sql, KeyHash hash) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, hash.fingerprint());
            statement.executeUpdate();
        }
    }
}
