package dev.passerelle.gateway.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.UUID;

/// A part of a journal's segment. How far a segment is in the database is kept there, in the table
/// `usage_journal`, and moves in the transaction that writes its records: so none counts twice.
///
/// @param segment its random id
/// @param from offset of the first entry, or less
/// @param to offset behind the last
record Stretch(UUID segment, long from, long to) {
    private static final String MOVE =
            "UPDATE usage_journal SET stored = ? WHERE segment = ? AND stored <= ?";
    private static final String FIRST =
            "INSERT INTO usage_journal (segment, gateway, stored) VALUES (?, ?, ?)"
                    + " ON CONFLICT DO NOTHING";
    private static final String READ = "SELECT stored FROM usage_journal WHERE segment = ?";

    /// Notes that it is in the database, unless some of it is there already.
    ///
    /// @return empty; if some of it is there, how far the segment is
    OptionalLong note(Connection connection, String gateway) throws SQLException {
        return moved(connection) || begun(connection, gateway)
                ? OptionalLong.empty()
                : OptionalLong.of(stored(connection));
    }

    boolean endsAt(UUID segment, long offset) {
        return this.segment.equals(segment) && to == offset;
    }

    private boolean moved(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            statement.setLong(1, to);
            statement.setObject(2, segment);
            statement.setLong(3, from);
            return statement.executeUpdate() > 0;
        }
    }

    private boolean begun(Connection connection, String gateway) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIRST)) {
            statement.setObject(1, segment);
            statement.setString(2, gateway);
            statement.setLong(3, to);
            return statement.executeUpdate() > 0;
        }
    }

    private long stored(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setObject(1, segment);
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    throw new SQLException("a row of usage_journal has gone");
                }
                return result.getLong(1);
            }
        }
    }
}
