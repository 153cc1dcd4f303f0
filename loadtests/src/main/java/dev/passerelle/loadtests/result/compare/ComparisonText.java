package dev.passerelle.loadtests.result.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A comparison as a table for a terminal.
public final class ComparisonText {
    private static final List<String> HEAD =
            List.of("", "a", "b", "change", "95 % interval", "verdict");

    private ComparisonText() {}

    /// Lines, each ended.
    public static String of(Comparison comparison) {
        var text = new StringBuilder();
        text.append("a: ").append(comparison.nameA()).append('\n');
        text.append("b: ").append(comparison.nameB()).append("\n\n");
        var cells = new ArrayList<List<String>>();
        cells.add(HEAD);
        comparison.rows().forEach(row -> cells.add(cells(row)));
        table(cells, text);
        if (comparison.rows().stream().anyMatch(r -> r.verdict() == Verdict.UNKNOWN)) {
            text.append(
                    "\nAn interval is unknown with fewer than 5 windows (of 1 s or more): run longer.\n");
        }
        if (!comparison.differences().isEmpty()) {
            text.append("\nThe scenarios differ, so may the figures (key: a, b):\n");
            comparison.differences().forEach(d -> text.append("  ").append(d).append('\n'));
        }
        limit(comparison, text);
        return text.toString();
    }

    private static void limit(Comparison comparison, StringBuilder text) {
        if (Double.isNaN(comparison.maxRegression())) {
            return;
        }
        String limit = String.format(Locale.ROOT, "%.3g %%", comparison.maxRegression() * 100);
        List<String> worse =
                comparison.rows().stream().filter(Row::regressed).map(Row::name).toList();
        if (worse.isEmpty()) {
            text.append("\nNo figure is shown to be worse by more than ").append(limit);
        } else {
            text.append("\nWorse by more than ").append(limit);
            text.append(", with the whole interval: ").append(String.join(", ", worse));
        }
        text.append(".\n");
    }

    private static List<String> cells(Row row) {
        String name = row.unit().equals("%") ? row.name() : row.name() + ", " + row.unit();
        return List.of(
                name,
                value(row, row.a()),
                value(row, row.b()),
                change(row, row.change()),
                Double.isNaN(row.low())
                        ? "unknown"
                        : change(row, row.low()) + " to " + change(row, row.high()),
                row.verdict().words() + (row.regressed() ? " (regression)" : ""));
    }

    private static String value(Row row, double value) {
        if (row.unit().equals("%")) {
            return String.format(Locale.ROOT, "%.2f %%", value * 100);
        }
        return String.format(
                Locale.ROOT, value >= 1000 ? "%.0f" : value >= 10 ? "%.1f" : "%.3f", value);
    }

    private static String change(Row row, double change) {
        if (Double.isNaN(change)) {
            return "";
        }
        String unit = row.unit().equals("%") ? "points" : "%";
        return String.format(Locale.ROOT, "%+.1f %s", change * 100, unit);
    }

    private static void table(List<List<String>> rows, StringBuilder text) {
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String pad = " ".repeat(widths[i] - row.get(i).length());
                boolean left = i == 0 || i == widths.length - 1;
                line.append(left ? row.get(i) + pad : pad + row.get(i)).append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
