package dev.passerelle.gateway.admin;

import dev.passerelle.gateway.admin.UsageReport.Row;
import dev.passerelle.gateway.usage.UsageQuery.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A usage report as CSV, RFC 4180: what is told apart, then the numbers.
public final class UsageCsv {
    private static final List<String> NUMBERS =
            List.of(
                    "requests",
                    "refused",
                    "prompt_tokens",
                    "completion_tokens",
                    "cached_tokens",
                    "cost",
                    "currency");

    private UsageCsv() {}

    public static String of(UsageReport report) {
        StringBuilder csv = new StringBuilder();
        List<String> heading = new ArrayList<>(report.by());
        heading.addAll(NUMBERS);
        append(csv, heading);
        report.data().forEach(row -> append(csv, cells(report.by(), row)));
        return csv.toString();
    }

    private static void append(StringBuilder csv, List<String> cells) {
        csv.append(cells.stream().map(UsageCsv::quoted).collect(Collectors.joining(",")));
        csv.append("\r\n");
    }

    private static List<String> cells(List<String> by, Row row) {
        List<String> cells = new ArrayList<>();
        by.forEach(name -> cells.add(text(cell(name, row))));
        cells.add(Long.toString(row.requests()));
        cells.add(Long.toString(row.refused()));
        cells.add(Long.toString(row.promptTokens()));
        cells.add(Long.toString(row.completionTokens()));
        cells.add(Long.toString(row.cachedTokens()));
        cells.add(row.cost().toPlainString());
        cells.add(row.currency());
        return cells;
    }

    /// What a row says of a dimension.
    public static @Nullable Object cell(String name, Row row) {
        return switch (Dimension.valueOf(name.toUpperCase(Locale.ROOT))) {
            case KEY -> row.key();
            case PROJECT -> row.project();
            case MODEL -> row.model();
            case DAY -> row.day();
        };
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String quoted(String cell) {
        return cell.matches("(?s).*[\",\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
