package dev.passerelle.loadtests.report;

import dev.passerelle.loadtests.report.Plot.Axis;
import dev.passerelle.loadtests.report.Plot.Mark;
import dev.passerelle.loadtests.report.Plot.Series;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How latencies are distributed.
final class LatencyCharts {
    static final List<String> MEASURES = List.of("ttft", "itl", "tpot", "e2e");

    private LatencyCharts() {}

    static List<Chart> of(Result result) {
        Map<String, Spread> spreads = result.summary().spreads();
        List<Series> series = new ArrayList<>();
        for (String measure : MEASURES) {
            List<double[]> points = Curve.of(spreads.getOrDefault(measure, Spread.EMPTY));
            if (!points.isEmpty()) {
                series.add(new Series(Names.of(measure), measure, "", points));
            }
        }
        if (series.isEmpty()) {
            return List.of(Chart.leftOut("Distribution of latencies", "No request was answered."));
        }
        Plot plot =
                new Plot(
                        "lines",
                        new Axis("latency", "ms", true),
                        new Axis("answered within", "%"),
                        series,
                        marks(Objectives.of(result.scenario())));
        return List.of(
                Chart.drawn(
                                "cdf",
                                title(spreads),
                                "Share of requests (ITL: of gaps between output events) at or"
                                        + " below a latency. Dots: p50, p90, p99.",
                                plot)
                        .widely());
    }

    private static String title(Map<String, Spread> spreads) {
        String measure = spreads.containsKey("ttft") ? "ttft" : "e2e";
        Spread spread = spreads.getOrDefault(measure, Spread.EMPTY);
        if (spread.p50() <= 0) {
            return "Distribution of latencies";
        }
        return "%s: half within %s, 99 %% within %s"
                .formatted(
                        Names.of(measure),
                        Figures.millis(spread.p50()),
                        Figures.millis(spread.p99()));
    }

    private static List<Mark> marks(Objectives objectives) {
        List<Mark> marks = new ArrayList<>();
        for (String measure : List.of("ttft", "itl", "e2e")) {
            Double limit = objectives.of(measure);
            if (limit != null) {
                marks.add(new Mark("x", limit, "SLO " + Names.of(measure), measure));
            }
        }
        return marks;
    }
}
