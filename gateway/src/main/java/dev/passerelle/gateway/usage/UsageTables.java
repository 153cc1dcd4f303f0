package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.usage.UsageRecord.Closing;
import dev.passerelle.gateway.usage.UsageRecord.Opening;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/// Writes records to the table `usage_record`, and adds them up in `usage_daily`. Records may come
/// any number of times.
final class UsageTables {
    /// Digits of a cost after the point.
    static final int COST_SCALE = 12;

    private static final String INSERT =
            "INSERT INTO usage_record (id, requested_at, gateway, request_id, key_id, organisation,"
                    + " project, endpoint, model, revision, region, outcome, status, prompt_tokens,"
                    + " completion_tokens, cached_tokens, cost, currency, admission_us, queue_us,"
                    + " prompt_us, decode_us, total_us, deployment, estimated) VALUES (?"
                    + ", ?".repeat(24)
                    + ") ON CONFLICT DO NOTHING";

    private final DataSource source;
    private final String gateway;

    UsageTables(DataSource source, String gateway) {
        this.source = source;
        this.gateway = gateway;
    }

    /// What is done in one transaction.
    @FunctionalInterface
    private interface Change<T> {
        T apply(Connection connection) throws SQLException;
    }

    /// Stores the records of a stretch of a journal, unless some of it is there already.
    ///
    /// @return empty; if some of it is there, how far its segment is
    OptionalLong store(List<UsageRecord> records, Stretch stretch) throws SQLException {
        return inTransaction(connection -> {
            OptionalLong there = stretch.note(connection, gateway);
            if (there.isEmpty()) {
                add(connection, records);
            }
            return there;
        });
    }

    /// Stores those that aren't there, for which it looks at all records since their time: what
    /// journals need whose segments have no id.
    ///
    /// @return how many
    int storeMissing(List<UsageRecord> records) throws SQLException {
        return inTransaction(connection -> {
            Set<UUID> there = idsSince(connection, earliest(records));
            List<UsageRecord> missing =
                    records.stream().filter(record -> there.add(record.opening().id())).toList();
            add(connection, missing);
            return missing.size();
        });
    }

    private static Instant earliest(List<UsageRecord> records) {
        return records.stream()
                .map(record -> record.opening().time())
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    private static Set<UUID> idsSince(Connection connection, Instant time) throws SQLException {
        String sql = "SELECT id FROM usage_record WHERE requested_at >= ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, time.atOffset(ZoneOffset.UTC));
            try (ResultSet result = statement.executeQuery()) {
                Set<UUID> ids = new HashSet<>();
                while (result.next()) {
                    ids.add(result.getObject(1, UUID.class));
                }
                return ids;
            }
        }
    }

    private void add(Connection connection, List<UsageRecord> records) throws SQLException {
        if (!records.isEmpty()) {
            DailyTotals.of(insert(connection, records), gateway).addTo(connection);
        }
    }

    /// All of it or nothing.
    private <T> T inTransaction(Change<T> change) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = change.apply(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    /// @return those that weren't there
    private List<UsageRecord> insert(Connection connection, List<UsageRecord> records)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (UsageRecord record : records) {
                bind(statement, record);
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            List<UsageRecord> inserted = new ArrayList<>();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == Statement.SUCCESS_NO_INFO) {
                    throw new SQLException("the driver doesn't tell which records are new");
                }
                if (counts[i] > 0) {
                    inserted.add(records.get(i));
                }
            }
            return inserted;
        }
    }

    private void bind(PreparedStatement statement, UsageRecord record) throws SQLException {
        Opening opening = record.opening();
        Closing closing = record.closing();
        statement.setObject(1, opening.id());
        statement.setObject(2, opening.time().atOffset(ZoneOffset.UTC));
        statement.setString(3, gateway);
        statement.setString(4, opening.requestId());
        statement.setString(5, opening.key());
        statement.setString(6, opening.organisation());
        statement.setString(7, opening.project());
        statement.setString(8, opening.endpoint());
        statement.setString(9, opening.model());
        statement.setString(10, opening.revision());
        statement.setString(11, opening.region());
        statement.setString(12, closing.outcome().id());
        statement.setInt(13, closing.status());
        Counted tokens = closing.tokens();
        statement.setLong(14, tokens.prompt());
        statement.setLong(15, tokens.completion());
        statement.setLong(16, tokens.cached());
        statement.setBigDecimal(17, BigDecimal.valueOf(record.cost(), COST_SCALE));
        statement.setString(18, record.prices().currency());
        bind(statement, closing.latency());
        statement.setString(24, opening.deployment());
        statement.setBoolean(25, tokens.estimated());
    }

    private static void bind(PreparedStatement statement, Latency latency) throws SQLException {
        statement.setLong(19, micros(latency.admission()));
        statement.setLong(20, micros(latency.queue()));
        statement.setLong(21, micros(latency.prompt()));
        statement.setLong(22, micros(latency.decode()));
        statement.setLong(23, micros(latency.total()));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
