package dev.passerelle.gateway.usage;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which rows of `usage_daily` a query is about.
///
/// @param condition in SQL
/// @param values of its parameters
record UsageFilter(String condition, List<Object> values) {

    static UsageFilter of(UsageQuery query) {
        StringBuilder condition = new StringBuilder("day_utc BETWEEN ? AND ?");
        List<Object> values = new ArrayList<>(List.of(query.from(), query.to()));
        restrict(condition, values, "organisation", query.organisation());
        if (query.project() != null) {
            String[] names = query.project().split("/", 2);
            restrict(condition, values, "organisation", names[0]);
            restrict(condition, values, "project", names[names.length - 1]);
        }
        restrict(condition, values, "key_id", query.key());
        restrict(condition, values, "model", query.model());
        return new UsageFilter(condition.toString(), List.copyOf(values));
    }

    private static void restrict(
            StringBuilder condition, List<Object> values, String column, @Nullable String value) {
        if (value != null) {
            condition.append(" AND ").append(column).append(" = ?");
            values.add(value);
        }
    }

    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }
}
