package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.admission.Charges;
import dev.passerelle.gateway.admission.Scope;
import dev.passerelle.gateway.storage.DatabaseException;
import dev.passerelle.gateway.tenancy.Measure;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/// What the table `usage_daily` has charged at the moment. Whoever counts on asks before the first
/// request of a period is admitted.
public final class JdbcCharges implements Charges {
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private final DataSource source;

    public JdbcCharges(DataSource source) {
        this.source = source;
    }

    /// @throws DatabaseException if the database doesn't answer
    @Override
    public long charged(Scope scope, Measure measure, LocalDate period) {
        return byGateway(scope, measure, period).values().stream().reduce(0L, JdbcCharges::sum);
    }

    /// @throws DatabaseException if the database doesn't answer
    @Override
    public Map<String, Long> byGateway(Scope scope, Measure measure, LocalDate period) {
        String sql =
                "SELECT gateway, SUM(%s) FROM usage_daily WHERE %s AND day_utc >= ? AND day_utc < ? GROUP BY gateway"
                        .formatted(amount(measure), condition(scope));
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            int next = 1;
            for (String name : names(scope)) {
                statement.setString(next++, name);
            }
            statement.setObject(next++, period);
            statement.setObject(next, measure.window().next(period));
            return read(statement, measure);
        } catch (SQLException e) {
            throw new DatabaseException("what was charged can't be read", e);
        }
    }

    private static Map<String, Long> read(PreparedStatement statement, Measure measure)
            throws SQLException {
        Map<String, Long> charges = new HashMap<>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                BigDecimal sum = result.getBigDecimal(2);
                BigDecimal units =
                        measure.unit() == Measure.Unit.MONEY
                                ? sum.movePointRight(UsageTables.COST_SCALE)
                                : sum;
                if (units.signum() != 0) {
                    charges.put(result.getString(1), units.min(MOST).longValue());
                }
            }
        }
        return Map.copyOf(charges);
    }

    private static String amount(Measure measure) {
        return switch (measure.unit()) {
            case TOKENS -> "prompt_tokens + completion_tokens";
            case MONEY -> "cost";
            case REQUESTS -> "requests";
        };
    }

    private static String condition(Scope scope) {
        return switch (scope.kind()) {
            case KEY -> "key_id = ?";
            case PROJECT -> "organisation = ? AND project = ?";
            case ORGANISATION -> "organisation = ?";
            case MODEL -> "model = ?";
            case DEPLOYMENT ->
                    throw new IllegalArgumentException(
                            "what deployments are sent isn't in the ledger");
        };
    }

    private static List<String> names(Scope scope) {
        return scope.kind() == Scope.Kind.PROJECT
                ? List.of(scope.name().split("/", 2))
                : List.of(UsageRecord.clean(scope.name()));
    }

    private static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
