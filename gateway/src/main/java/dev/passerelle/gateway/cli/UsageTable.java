package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.admin.UsageReport;
import dev.passerelle.gateway.usage.UsageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A usage report for people.
final class UsageTable {

    private UsageTable() {}

    static List<String> lines(UsageReport report) {
        Table table =
                new Table(
                        UsageFormat.headings(report.query()).stream()
                                .map(name -> name.toUpperCase(Locale.ROOT).replace('_', ' '))
                                .toArray(String[]::new));
        report.rows()
                .forEach(row ->
                        table.add(UsageFormat.cells(report.query(), row).toArray(String[]::new)));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add("%s to %s, UTC".formatted(report.query().from(), report.query().to()));
        return lines;
    }
}
