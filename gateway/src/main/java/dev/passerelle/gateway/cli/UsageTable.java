package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.admin.UsageCsv;
import dev.passerelle.gateway.admin.UsageReport;
import dev.passerelle.gateway.admin.UsageReport.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// A usage report for people.
final class UsageTable {

    private UsageTable() {}

    static List<String> lines(UsageReport report) {
        List<String> heading = new ArrayList<>();
        report.by().forEach(name -> heading.add(name.toUpperCase(Locale.ROOT)));
        heading.addAll(List.of("REQUESTS", "REFUSED", "PROMPT", "COMPLETION", "CACHED", "COST"));
        Table table = new Table(heading.toArray(String[]::new));
        report.data().forEach(row -> table.add(cells(report.by(), row)));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add("%s to %s, UTC; tokens".formatted(report.from(), report.to()));
        return lines;
    }

    private static String[] cells(List<String> by, Row row) {
        List<String> cells = new ArrayList<>();
        by.forEach(name ->
                cells.add(Objects.requireNonNullElse(UsageCsv.cell(name, row), "-").toString()));
        cells.add(Long.toString(row.requests()));
        cells.add(Long.toString(row.refused()));
        cells.add(Long.toString(row.promptTokens()));
        cells.add(Long.toString(row.completionTokens()));
        cells.add(Long.toString(row.cachedTokens()));
        cells.add((row.cost().toPlainString() + " " + row.currency()).strip());
        return cells.toArray(String[]::new);
    }
}
