package dev.passerelle.gateway.keys;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// What administrators did, in the table `audit_log` and the log.
public final class AuditLog {
    private static final System.Logger LOG = System.getLogger(AuditLog.class.getName());

    /// One thing done.
    ///
    /// @param actor a key's id, or `local`
    /// @param subject the id of the key it was done to
    /// @param detail a JSON object, without secrets
    public record Entry(Instant time, String actor, String action, String subject, String detail) {}

    private final Transactions transactions;

    public AuditLog(DataSource source) {
        transactions = new Transactions(source);
    }

    /// The newest entries, newest first.
    public List<Entry> newest(int limit) {
        return transactions.run(connection -> newest(connection, limit));
    }

    private static List<Entry> newest(Connection connection, int limit) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT happened_at, actor, action, subject, detail FROM audit_log"
                                + " ORDER BY id DESC LIMIT ?")) {
            statement.setInt(1, limit);
            try (ResultSet rows = statement.executeQuery()) {
                List<Entry> entries = new ArrayList<>();
                while (rows.next()) {
                    entries.add(entry(rows));
                }
                return entries;
            }
        }
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getObject(1, OffsetDateTime.class).toInstant(),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5));
    }

    /// Writes an entry in the transaction of what was done.
    static void add(Connection connection, Entry entry) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "INSERT INTO audit_log (happened_at, actor, action, subject, detail)"
                                + " VALUES (?, ?, ?, ?, ?)")) {
            statement.setObject(1, entry.time().atOffset(ZoneOffset.UTC));
            statement.setString(2, entry.actor());
            statement.setString(3, entry.action());
            statement.setString(4, entry.subject());
            statement.setString(5, entry.detail());
            statement.executeUpdate();
        }
    }

    /// Tells the log what was done.
    static void tell(Entry entry) {
        LOG.log(
                System.Logger.Level.INFO,
                "{0}: {1} key {2}",
                entry.actor(),
                entry.action(),
                entry.subject());
    }
}
