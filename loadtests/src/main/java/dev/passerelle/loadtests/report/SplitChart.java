package dev.passerelle.loadtests.report;

import dev.passerelle.loadtests.report.Plot.Axis;
import dev.passerelle.loadtests.report.Plot.Series;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Summary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where the time of a request went, as the server says. Means are drawn: they add up, percentiles
/// don't.
final class SplitChart {
    private static final List<String> PARTS = List.of("admission", "queue", "prompt", "decode");
    private static final String TITLE = "Where time went";

    private SplitChart() {}

    static List<Chart> of(Result result) {
        Map<String, Summary> rows = rows(result);
        if (rows.isEmpty()) {
            return List.of(Chart.leftOut(TITLE, "The server sends no Server-Timing."));
        }
        List<Series> series = new ArrayList<>();
        for (String part : PARTS) {
            if (rows.values().stream().anyMatch(row -> spread(row, part).count() > 0)) {
                series.add(
                        series(
                                Names.of(part),
                                part,
                                rows.values().stream()
                                        .map(row -> spread(row, part).mean())
                                        .toList()));
            }
        }
        series.add(
                series("the rest", "rest", rows.values().stream().map(SplitChart::rest).toList()));
        Plot plot =
                new Plot(
                        "rows",
                        new Axis("mean time of a request", "ms"),
                        new Axis("", ""),
                        List.copyOf(rows.keySet()),
                        series,
                        List.of());
        return List.of(
                Chart.drawn(
                                "split",
                                title(result.summary()),
                                "Means, which add up to the mean E2E. The rest is network, HTTP and"
                                        + " waiting for the generator.",
                                plot)
                        .with(table(result.summary()))
                        .widely());
    }

    private static Map<String, Summary> rows(Result result) {
        Map<String, Summary> rows = new LinkedHashMap<>();
        if (result.sweep().isEmpty()) {
            rows.put("all", result.summary());
            if (result.kinds().size() > 1) {
                rows.putAll(result.kinds());
            }
        } else {
            result.sweep()
                    .forEach(step -> rows.put(Figures.perSecond(step.rate()), step.summary()));
        }
        rows.values()
                .removeIf(row -> PARTS.stream().allMatch(part -> spread(row, part).count() == 0));
        return rows;
    }

    private static String title(Summary summary) {
        double whole = spread(summary, "e2e").mean();
        String most =
                PARTS.stream()
                        .max(Comparator.comparingDouble(part -> spread(summary, part).mean()))
                        .orElseThrow();
        double mean = spread(summary, most).mean();
        return whole > 0
                ? "Most of the time is %s: %s of %s"
                        .formatted(Names.of(most), Figures.millis(mean), Figures.millis(whole))
                : TITLE;
    }

    private static double rest(Summary summary) {
        double known = PARTS.stream().mapToDouble(part -> spread(summary, part).mean()).sum();
        return Math.max(0, spread(summary, "e2e").mean() - known);
    }

    private static Table table(Summary summary) {
        return new Table(
                "Where time went",
                List.of("Part", "Mean", "p50", "p90", "p99", "Requests that say"),
                PARTS.stream()
                        .filter(part -> spread(summary, part).count() > 0)
                        .map(part -> row(Names.of(part), spread(summary, part)))
                        .toList());
    }

    private static List<String> row(String name, Spread spread) {
        return List.of(
                name,
                Figures.millis(spread.mean()),
                Figures.millis(spread.p50()),
                Figures.millis(spread.p90()),
                Figures.millis(spread.p99()),
                Figures.count(spread.count()));
    }

    private static Series series(String name, String colour, List<Double> values) {
        return new Series(
                name,
                colour,
                "",
                values.stream().map(value -> new double[] {Curve.brief(value)}).toList());
    }

    private static Spread spread(Summary summary, String part) {
        return summary.spreads().getOrDefault(part, Spread.EMPTY);
    }
}
