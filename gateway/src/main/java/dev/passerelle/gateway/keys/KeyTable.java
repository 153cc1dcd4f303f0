package dev.passerelle.gateway.keys;

import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tables `api_key` and `key_change`.
final class KeyTable {
    private static final String COLUMNS =
            "id, hash, name, organisation, project, role, models, regions, limits, created_at,"
                    + " expires_at, revoked_at";
    private static final String CHANGE = "(SELECT changes FROM key_change)";
    private static final String INSERT =
            "INSERT INTO api_key ("
                    + COLUMNS
                    + ", change) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                    + CHANGE
                    + ")";
    private static final String END =
            "UPDATE api_key SET revoked_at = ?, change = " + CHANGE + " WHERE id = ?";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM api_key";
    private static final String SELECT_CHANGED =
            SELECT + " WHERE change > ? ORDER BY created_at DESC, id";
    private static final String SELECT_ONE = SELECT + " WHERE id = ?";

    private KeyTable() {}

    /// How often keys were changed.
    static long changes(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT changes FROM key_change");
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("table key_change has lost its row");
            }
            return row.getLong(1);
        }
    }

    /// Counts a change. It comes first in the change's transaction: others wait until that ends, so
    /// that whoever sees a count sees all changes up to it.
    static void countChange(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE key_change SET changes = changes + 1")) {
            statement.executeUpdate();
        }
    }

    static void insert(Connection connection, ApiKey key, String hash) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, key.id());
            statement.setString(2, hash);
            statement.setString(3, key.name());
            statement.setString(4, key.project().organisation());
            statement.setString(5, key.project().name());
            statement.setString(6, key.role().id());
            statement.setString(7, KeyColumns.write(key.models()));
            statement.setString(8, KeyColumns.write(key.regions()));
            statement.setString(9, KeyColumns.write(key.limits()));
            statement.setObject(10, time(key.createdAt()));
            statement.setObject(11, time(key.expiresAt()));
            statement.setObject(12, time(key.revokedAt()));
            statement.executeUpdate();
        }
    }

    static void end(Connection connection, String id, Instant at) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            statement.setObject(1, time(at));
            statement.setString(2, id);
            statement.executeUpdate();
        }
    }

    /// Newest first.
    static List<StoredKey> all(Connection connection) throws SQLException {
        return changedAfter(connection, -1);
    }

    /// Those made or ended after so many changes, newest first.
    static List<StoredKey> changedAfter(Connection connection, long changes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_CHANGED)) {
            statement.setLong(1, changes);
            try (ResultSet rows = statement.executeQuery()) {
                List<StoredKey> keys = new ArrayList<>();
                while (rows.next()) {
                    keys.add(new StoredKey(key(rows), rows.getString("hash")));
                }
                return keys;
            }
        }
    }

    static Optional<ApiKey> find(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_ONE)) {
            statement.setString(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(key(row)) : Optional.empty();
            }
        }
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        String id = row.getString("id");
        return new ApiKey(
                id,
                row.getString("name"),
                KeyText.prefix(id),
                new Project(row.getString("organisation"), row.getString("project")),
                Role.of(row.getString("role")).orElseThrow(),
                KeyColumns.names(row.getString("models")),
                KeyColumns.names(row.getString("regions")),
                KeyColumns.limits(row.getString("limits")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "expires_at"),
                instant(row, "revoked_at"));
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
