package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.storage.DatabaseException;
import dev.passerelle.gateway.usage.UsageQuery.Dimension;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/// Tells what was used from the table `usage_daily`.
public final class JdbcUsageReports implements UsageReports {
    private static final String SUMS =
            "SUM(requests), SUM(refused), SUM(prompt_tokens), SUM(completion_tokens),"
                    + " SUM(cached_tokens), SUM(cost), currency";

    private final DataSource source;
    private final Runnable bringPending;

    /// @param bringPending brings to the database what isn't there yet, or gives up soon
    public JdbcUsageReports(DataSource source, Runnable bringPending) {
        this.source = source;
        this.bringPending = bringPending;
    }

    /// @throws DatabaseException if the database doesn't answer
    @Override
    public List<UsageRow> query(UsageQuery query) {
        bringPending.run();
        UsageFilter filter = UsageFilter.of(query);
        try (Connection connection = source.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(select(query.by(), filter))) {
            filter.bind(statement);
            try (ResultSet result = statement.executeQuery()) {
                List<UsageRow> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(row(query.by(), result));
                }
                return UsageRows.inOrder(rows, query.by());
            }
        } catch (SQLException e) {
            throw new DatabaseException("usage can't be read", e);
        }
    }

    private static String select(List<Dimension> by, UsageFilter filter) {
        String columns =
                by.stream()
                        .map(dimension -> column(dimension) + ", ")
                        .collect(Collectors.joining());
        return "SELECT "
                + columns
                + SUMS
                + " FROM usage_daily WHERE "
                + filter.condition()
                + " GROUP BY "
                + columns
                + "currency";
    }

    private static String column(Dimension dimension) {
        return switch (dimension) {
            case KEY -> "key_id";
            case PROJECT -> "organisation, project";
            case MODEL -> "model";
            case DAY -> "day_utc";
        };
    }

    private static UsageRow row(List<Dimension> by, ResultSet result) throws SQLException {
        int sums = by.size() + (by.contains(Dimension.PROJECT) ? 1 : 0);
        BigDecimal cost = result.getBigDecimal(sums + 6);
        return new UsageRow(
                by.contains(Dimension.KEY) ? result.getString("key_id") : null,
                by.contains(Dimension.PROJECT)
                        ? result.getString("organisation") + "/" + result.getString("project")
                        : null,
                by.contains(Dimension.MODEL) ? result.getString("model") : null,
                by.contains(Dimension.DAY) ? result.getObject("day_utc", LocalDate.class) : null,
                result.getLong(sums + 1),
                result.getLong(sums + 2),
                result.getLong(sums + 3),
                result.getLong(sums + 4),
                result.getLong(sums + 5),
                cost.signum() == 0 ? BigDecimal.ZERO : cost.stripTrailingZeros(),
                result.getString(sums + 7));
    }
}
