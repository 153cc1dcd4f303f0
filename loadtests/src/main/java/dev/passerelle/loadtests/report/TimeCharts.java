package dev.passerelle.loadtests.report;

import dev.passerelle.loadtests.report.Plot.Axis;
import dev.passerelle.loadtests.report.Plot.Mark;
import dev.passerelle.loadtests.report.Plot.Series;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Latency and throughput over the time of the run.
final class TimeCharts {
    static final Axis TIME = new Axis("since the start", "s");

    private final List<Window> windows;
    private final Objectives objectives;
    private final boolean sweep;

    private TimeCharts(Result result) {
        windows = result.windows();
        objectives = Objectives.of(result.scenario());
        sweep = !result.sweep().isEmpty();
    }

    static List<Chart> of(Result result) {
        TimeCharts charts = new TimeCharts(result);
        if (result.windows().size() < 2) {
            return List.of(Chart.leftOut("Over time", "The run was shorter than two windows."));
        }
        List<Chart> all = new ArrayList<>();
        for (String measure : List.of("ttft", "itl", "e2e")) {
            all.add(charts.latency(measure));
        }
        all.add(charts.requests());
        if (charts.objectives.isAny()) {
            all.add(charts.good());
        }
        all.add(charts.tokens());
        return all;
    }

    private Chart latency(String measure) {
        String name = Names.of(measure);
        List<Window> measured =
                windows.stream().filter(window -> spread(window, measure).count() > 0).toList();
        if (measured.isEmpty()) {
            return Chart.leftOut(name + " over time", "No request has this measure.");
        }
        List<Series> series =
                List.of(
                        percentile(measure, "p50", Spread::p50),
                        percentile(measure, "p90", Spread::p90),
                        percentile(measure, "p99", Spread::p99));
        Double limit = objectives.of(measure);
        List<Mark> marks = new ArrayList<>();
        if (limit != null) {
            marks.add(new Mark("y", limit, "SLO " + Figures.millis(limit), measure));
        }
        marks.addAll(warmUp());
        return Chart.drawn(
                "time-" + measure,
                limit == null ? worst(measured, measure) : kept(measured, measure, limit),
                "%s by intended start, in windows of %s; they begin after the warm-up."
                        .formatted(name, Figures.seconds(windows.getFirst().seconds())),
                new Plot("lines", TIME, new Axis(name, "ms", true), series, marks));
    }

    private static String worst(List<Window> measured, String measure) {
        Window worst =
                measured.stream()
                        .max(Comparator.comparingDouble(window -> spread(window, measure).p99()))
                        .orElseThrow();
        return "%s p99 was highest at %s: %s"
                .formatted(
                        Names.of(measure),
                        Figures.seconds(worst.start()),
                        Figures.millis(spread(worst, measure).p99()));
    }

    private static String kept(List<Window> measured, String measure, double limit) {
        long within =
                measured.stream().filter(window -> spread(window, measure).p99() <= limit).count();
        String windows =
                within == measured.size()
                        ? "all the time"
                        : "in %d of %d windows".formatted(within, measured.size());
        return "%s p99 within %s %s".formatted(Names.of(measure), Figures.millis(limit), windows);
    }

    private Series percentile(String measure, String style, ToDoubleFunction<Spread> value) {
        return new Series(
                style,
                measure,
                style,
                points(window -> {
                    Spread spread = spread(window, measure);
                    return spread.count() == 0 ? Double.NaN : value.applyAsDouble(spread);
                }));
    }

    private Chart requests() {
        List<Series> series = new ArrayList<>();
        series.add(series("succeeded", "ok", w -> w.succeeded() / w.seconds()));
        if (windows.stream().anyMatch(window -> window.left() > 0)) {
            series.add(series("left early", "left", w -> w.left() / w.seconds()));
        }
        if (windows.stream().anyMatch(window -> window.failed() > 0)) {
            series.add(series("failed", "failed", w -> w.failed() / w.seconds()));
        }
        long failed = windows.stream().mapToLong(Window::failed).sum();
        String failures =
                failed == 0 ? ", none failed" : ", %s failed".formatted(Figures.count(failed));
        return Chart.drawn(
                "time-requests",
                succeeded() + failures,
                "Requests by when they ended.",
                new Plot("columns", TIME, new Axis("requests", "/s"), series, warmUp()));
    }

    private String succeeded() {
        return windows.stream().allMatch(window -> window.succeeded() == 0)
                ? "None succeeded"
                : peak("requests/s", w -> w.succeeded() / w.seconds());
    }

    private Chart good() {
        long good = windows.stream().mapToLong(Window::good).sum();
        long begun = windows.stream().mapToLong(Window::arrived).sum();
        return Chart.drawn(
                "time-good",
                "%s of %s requests met all objectives"
                        .formatted(Figures.count(good), Figures.count(begun)),
                "Requests by intended start; those of clients that left early are in the upper"
                        + " line only.",
                new Plot(
                        "lines",
                        TIME,
                        new Axis("requests", "/s"),
                        List.of(
                                begun("met all objectives", "output", "", Window::good),
                                begun("begun", "neutral", "p90", Window::arrived)),
                        warmUp()));
    }

    /// Until the last arrival.
    private Series begun(String name, String colour, String style, ToDoubleFunction<Window> count) {
        int last = 0;
        for (int i = 0; i < windows.size(); i++) {
            last = windows.get(i).arrived() > 0 ? i : last;
        }
        List<double[]> all = points(window -> count.applyAsDouble(window) / window.seconds());
        return new Series(name, colour, style, all.subList(0, last + 1));
    }

    /// The part before the first window; of a sweep each rate has its own.
    private List<Mark> warmUp() {
        double first = windows.getFirst().start();
        return first > 0 && !sweep
                ? List.of(new Mark("before", first, "warm-up", "neutral"))
                : List.of();
    }

    private Chart tokens() {
        if (windows.stream().allMatch(window -> window.outputTokensPerSecond() == 0)) {
            return Chart.leftOut("Tokens over time", "No output tokens were counted.");
        }
        return Chart.drawn(
                "time-tokens",
                peak("output tokens/s", Window::outputTokensPerSecond),
                "Output tokens by when they came, prompt tokens by when the answer began.",
                new Plot(
                        "lines",
                        TIME,
                        new Axis("tokens", "/s"),
                        List.of(
                                series("output", "output", Window::outputTokensPerSecond),
                                series("prompt", "prompt", Window::promptTokensPerSecond)),
                        warmUp()));
    }

    private String peak(String unit, ToDoubleFunction<Window> value) {
        double most = windows.stream().mapToDouble(value).max().orElse(0);
        return "Up to %s %s".formatted(Figures.number(most), unit);
    }

    private Series series(String name, String colour, ToDoubleFunction<Window> value) {
        return new Series(name, colour, "", points(value));
    }

    private List<double[]> points(ToDoubleFunction<Window> value) {
        return windows.stream()
                .map(window ->
                        new double[] {
                            Curve.brief(window.start() + window.seconds() / 2),
                            Curve.brief(value.applyAsDouble(window))
                        })
                .toList();
    }

    private static Spread spread(Window window, String measure) {
        return window.spreads().getOrDefault(measure, Spread.EMPTY);
    }
}
