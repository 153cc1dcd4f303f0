package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.usage.UsageRecord.Opening;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What is to be added to `usage_daily`.
///
/// @param sums in the order of their rows, so that two writers can't wait for each other
record DailyTotals(Map<Row, Sums> sums) {
    private static final String KEY =
            "key_id = ? AND day_utc = ? AND organisation = ? AND project = ? AND model = ?"
                    + " AND currency = ? AND gateway = ?";
    private static final String UPDATE =
            "UPDATE usage_daily SET requests = requests + ?, refused = refused + ?,"
                    + " prompt_tokens = prompt_tokens + ?,"
                    + " completion_tokens = completion_tokens + ?,"
                    + " cached_tokens = cached_tokens + ?, cost = cost + ? WHERE "
                    + KEY;
    private static final String INSERT =
            "INSERT INTO usage_daily (requests, refused, prompt_tokens, completion_tokens,"
                    + " cached_tokens, cost, key_id, day_utc, organisation, project, model,"
                    + " currency, gateway) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final Comparator<Row> ORDER =
            Comparator.comparing(Row::key)
                    .thenComparing(Row::day)
                    .thenComparing(Row::organisation)
                    .thenComparing(Row::project)
                    .thenComparing(Row::model)
                    .thenComparing(Row::currency)
                    .thenComparing(Row::gateway);

    /// What identifies a row.
    record Row(
            String key,
            LocalDate day,
            String organisation,
            String project,
            String model,
            String currency,
            String gateway) {

        static Row of(UsageRecord record, String gateway) {
            Opening opening = record.opening();
            return new Row(
                    opening.key(),
                    opening.day(),
                    opening.organisation(),
                    opening.project(),
                    opening.model(),
                    record.prices().currency(),
                    gateway);
        }
    }

    /// What is added to one row.
    record Sums(
            long requests,
            long refused,
            long promptTokens,
            long completionTokens,
            long cachedTokens,
            BigDecimal cost) {

        static Sums of(UsageRecord record) {
            Counted tokens = record.closing().tokens();
            return new Sums(
                    1,
                    record.opening().work() == null ? 1 : 0,
                    tokens.prompt(),
                    tokens.completion(),
                    tokens.cached(),
                    BigDecimal.valueOf(record.cost(), UsageTables.COST_SCALE));
        }

        Sums plus(Sums other) {
            return new Sums(
                    requests + other.requests,
                    refused + other.refused,
                    promptTokens + other.promptTokens,
                    completionTokens + other.completionTokens,
                    cachedTokens + other.cachedTokens,
                    cost.add(other.cost));
        }
    }

    static DailyTotals of(List<UsageRecord> records, String gateway) {
        Map<Row, Sums> sums = new HashMap<>();
        for (UsageRecord record : records) {
            sums.merge(Row.of(record, gateway), Sums.of(record), Sums::plus);
        }
        Map<Row, Sums> ordered = new TreeMap<>(ORDER);
        ordered.putAll(sums);
        return new DailyTotals(ordered);
    }

    void addTo(Connection connection) throws SQLException {
        List<Map.Entry<Row, Sums>> all = List.copyOf(sums.entrySet());
        if (all.isEmpty()) {
            return;
        }
        int[] counts = execute(connection, UPDATE, all);
        List<Map.Entry<Row, Sums>> missing = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                missing.add(all.get(i));
            }
        }
        if (!missing.isEmpty()) {
            execute(connection, INSERT, missing);
        }
    }

    private static int[] execute(Connection connection, String sql, List<Map.Entry<Row, Sums>> rows)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Map.Entry<Row, Sums> row : rows) {
                bind(statement, row.getKey(), row.getValue());
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, Row row, Sums sums) throws SQLException {
        statement.setLong(1, sums.requests());
        statement.setLong(2, sums.refused());
        statement.setLong(3, sums.promptTokens());
        statement.setLong(4, sums.completionTokens());
        statement.setLong(5, sums.cachedTokens());
        statement.setBigDecimal(6, sums.cost());
        statement.setString(7, row.key());
        statement.setObject(8, row.day());
        statement.setString(9, row.organisation());
        statement.setString(10, row.project());
        statement.setString(11, row.model());
        statement.setString(12, row.currency());
        statement.setString(13, row.gateway());
    }
}
