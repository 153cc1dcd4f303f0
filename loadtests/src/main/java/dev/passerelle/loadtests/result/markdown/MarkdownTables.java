package dev.passerelle.loadtests.result.markdown;

import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Summary;
import dev.passerelle.loadtests.result.SweepStep;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/// Results as tables in Markdown.
public final class MarkdownTables {
    private static final String HEAD =
            " requests/s | output tokens/s | ttft p50, p99, ms | itl p50, p99, ms | e2e p50, p99, ms | failures |";
    private static final String RULE = "---|---|---|---|---|---|";

    private MarkdownTables() {}

    /// A row for each result, then a table for the steps of each sweep; ends without a line's end.
    public static String of(Collection<Result> results) {
        var text = new StringBuilder();
        text.append("| load test |").append(HEAD).append(" generator's CPU |\n|---|");
        text.append(RULE).append("---|");
        for (Result result : results) {
            text.append("\n| ").append(cell(result.name())).append(" |");
            text.append(figures(result.summary()));
            text.append(
                    String.format(Locale.ROOT, " %.0f %% |", result.generator().cpuShare() * 100));
        }
        results.stream()
                .filter(result -> !result.sweep().isEmpty())
                .forEach(result -> steps(result, text));
        return text.toString();
    }

    private static void steps(Result result, StringBuilder text) {
        text.append("\n\n").append(result.name());
        var capacity = result.capacity();
        if (capacity != null) {
            text.append(
                    ": knee at %s requests/s, %s sustained, saturated at %s"
                            .formatted(
                                    number(capacity.knee()),
                                    number(capacity.sustained()),
                                    number(capacity.saturation())));
        }
        text.append("\n\n| offered/s |").append(HEAD).append(" sustained |\n|---|");
        text.append(RULE).append("---|");
        for (SweepStep step : result.sweep()) {
            text.append("\n| ").append(number(step.rate())).append(" |");
            text.append(figures(step.summary()));
            text.append(step.sustained() ? " yes |" : " no: " + cell(step.reason()) + " |");
        }
    }

    private static String figures(Summary summary) {
        return " %s | %s | %s | %s | %s | %s |"
                .formatted(
                        number(summary.throughput().requests()),
                        number(summary.throughput().outputTokens()),
                        latency(summary, "ttft"),
                        latency(summary, "itl"),
                        latency(summary, "e2e"),
                        failures(summary));
    }

    private static String latency(Summary summary, String measure) {
        Spread spread = summary.spreads().get(measure);
        return spread == null ? "" : number(spread.p50()) + ", " + number(spread.p99());
    }

    private static String failures(Summary summary) {
        if (summary.failures().isEmpty()) {
            return "0";
        }
        return summary.failures().entrySet().stream()
                .map(e -> e.getValue() + " × " + cell(e.getKey()))
                .collect(Collectors.joining("; "));
    }

    /// With three significant digits, or all before the point.
    static String number(double value) {
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        int digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ');
    }
}
