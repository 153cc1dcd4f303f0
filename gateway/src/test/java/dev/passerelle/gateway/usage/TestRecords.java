package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.usage.UsageRecord.Closing;
import dev.passerelle.gateway.usage.UsageRecord.Opening;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// What the table `usage_record` holds.
final class TestRecords {
    private TestRecords() {}

    /// A line for each record.
    static List<String> read(DataSource source) throws SQLException {
        String sql =
                "SELECT id, request_id, key_id, organisation, project, endpoint, model, revision,"
                        + " region, outcome, status, prompt_tokens, completion_tokens,"
                        + " cached_tokens, cost, currency, total_us, deployment, estimated"
                        + " FROM usage_record";
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> lines = new ArrayList<>();
            while (result.next()) {
                List<String> fields = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    fields.add(
                            i == 19 ? Boolean.toString(result.getBoolean(i)) : result.getString(i));
                }
                lines.add(String.join("|", fields));
            }
            return lines;
        }
    }

    static String line(UsageRecord record) {
        Opening opening = record.opening();
        Closing closing = record.closing();
        return String.join(
                "|",
                opening.id().toString(),
                opening.requestId(),
                opening.key(),
                opening.organisation(),
                opening.project(),
                opening.endpoint(),
                opening.model(),
                opening.revision(),
                opening.region(),
                closing.outcome().id(),
                Integer.toString(closing.status()),
                Long.toString(closing.tokens().prompt()),
                Long.toString(closing.tokens().completion()),
                Long.toString(closing.tokens().cached()),
                java.math.BigDecimal.valueOf(record.cost(), 12).toPlainString(),
                record.prices().currency(),
                Long.toString(closing.latency().total().toNanos() / 1000),
                opening.deployment(),
                closing.tokens().estimated() ? "true" : "false");
    }
}
