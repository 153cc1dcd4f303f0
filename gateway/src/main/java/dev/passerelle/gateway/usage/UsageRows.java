package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.usage.UsageQuery.Dimension;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Rows of a report, put in order.
final class UsageRows {
    private UsageRows() {}

    /// Ordered by what is told apart, then by currency. What cost nothing is counted with what cost
    /// something, where there is such.
    static List<UsageRow> inOrder(List<UsageRow> rows, List<Dimension> by) {
        Comparator<UsageRow> group = (_, _) -> 0;
        for (Dimension dimension : by) {
            group = group.thenComparing(row -> value(row, dimension));
        }
        List<UsageRow> merged = new ArrayList<>();
        for (UsageRow row :
                rows.stream().sorted(group.thenComparing(UsageRow::currency)).toList()) {
            UsageRow last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && last.currency().isEmpty() && group.compare(last, row) == 0) {
                merged.set(merged.size() - 1, sum(row, last));
            } else {
                merged.add(row);
            }
        }
        return List.copyOf(merged);
    }

    /// What a row says of a dimension, as text.
    static String value(UsageRow row, Dimension dimension) {
        return String.valueOf(
                switch (dimension) {
                    case KEY -> row.key();
                    case PROJECT -> row.project();
                    case MODEL -> row.model();
                    case DAY -> row.day();
                });
    }

    private static UsageRow sum(UsageRow row, UsageRow free) {
        return new UsageRow(
                row.key(),
                row.project(),
                row.model(),
                row.day(),
                row.requests() + free.requests(),
                row.refused() + free.refused(),
                row.promptTokens() + free.promptTokens(),
                row.completionTokens() + free.completionTokens(),
                row.cachedTokens() + free.cachedTokens(),
                row.cost().add(free.cost()),
                row.currency());
    }
}
