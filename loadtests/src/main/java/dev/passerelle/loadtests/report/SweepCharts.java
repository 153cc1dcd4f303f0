package dev.passerelle.loadtests.report;

import dev.passerelle.loadtests.report.Plot.Axis;
import dev.passerelle.loadtests.report.Plot.Mark;
import dev.passerelle.loadtests.report.Plot.Series;
import dev.passerelle.loadtests.result.Capacity;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Summary;
import dev.passerelle.loadtests.result.SweepStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What each rate of a sweep cost.
final class SweepCharts {
    private final List<SweepStep> steps;
    private final Capacity capacity;
    private final Objectives objectives;

    private SweepCharts(Result result, Capacity capacity) {
        steps = result.sweep();
        this.capacity = capacity;
        objectives = Objectives.of(result.scenario());
    }

    /// Nothing for a load test that is no sweep.
    static List<Chart> of(Result result) {
        if (result.sweep().isEmpty()) {
            return List.of();
        }
        Capacity none = new Capacity(0, 0, 0);
        SweepCharts charts =
                new SweepCharts(result, result.capacity() == null ? none : result.capacity());
        return List.of(charts.latency().widely(), charts.answered());
    }

    private Chart latency() {
        List<Series> series = new ArrayList<>();
        for (String measure : List.of("ttft", "e2e", "itl")) {
            if (steps.stream().anyMatch(step -> spread(step, measure).count() > 0)) {
                series.add(curve(measure, "p50", Spread::p50));
                series.add(curve(measure, "p99", Spread::p99));
            }
        }
        List<Mark> marks = new ArrayList<>();
        mark(marks, capacity.knee(), "knee");
        mark(marks, capacity.sustained(), "sustained");
        Double limit = objectives.ttft();
        if (limit != null) {
            marks.add(new Mark("y", limit, "SLO TTFT", "ttft"));
        }
        Plot plot =
                new Plot(
                        "lines",
                        new Axis("answered", "/s"),
                        new Axis("latency", "ms", true),
                        series,
                        marks);
        return Chart.drawn(
                        "sweep",
                        title(),
                        "Latency against throughput; one point for each rate offered, from idle"
                                + " to saturation.",
                        plot)
                .with(table());
    }

    private String title() {
        String sustained =
                capacity.sustained() > 0
                        ? "Sustains %s requests/s".formatted(Figures.number(capacity.sustained()))
                        : "No rate was sustained";
        return capacity.knee() > 0
                ? sustained + "; latency bends at " + Figures.perSecond(capacity.knee())
                : sustained;
    }

    private Chart answered() {
        List<Mark> marks = new ArrayList<>();
        if (capacity.saturation() > 0) {
            marks.add(new Mark("y", capacity.saturation(), "saturation", "neutral"));
        }
        List<Series> series =
                List.of(
                        offered("answered", "ok", step -> step.summary().throughput().requests()),
                        offered("offered", "neutral", SweepStep::rate));
        return Chart.drawn(
                "sweep-rate",
                "No more than %s answered, whatever is offered"
                        .formatted(Figures.perSecond(capacity.saturation())),
                "Requests answered against requests offered; where the lines part, the server is"
                        + " full.",
                new Plot(
                        "lines",
                        new Axis("offered", "/s"),
                        new Axis("answered", "/s"),
                        series,
                        marks));
    }

    private Table table() {
        List<List<String>> rows =
                steps.stream()
                        .map(step ->
                                List.of(
                                        Figures.perSecond(step.rate()),
                                        Figures.number(step.summary().throughput().requests()),
                                        Figures.number(step.summary().throughput().outputTokens()),
                                        millis(step, "ttft", Spread::p50),
                                        millis(step, "ttft", Spread::p99),
                                        millis(step, "itl", Spread::p99),
                                        millis(step, "e2e", Spread::p50),
                                        millis(step, "e2e", Spread::p99),
                                        goodput(step.summary()),
                                        step.sustained() ? "yes" : "no: " + step.reason()))
                        .toList();
        return new Table(
                "Rates tried",
                List.of(
                        "Offered",
                        "Requests/s",
                        "Tokens/s",
                        "TTFT p50",
                        "TTFT p99",
                        "ITL p99",
                        "E2E p50",
                        "E2E p99",
                        "Goodput",
                        "Sustained"),
                rows);
    }

    private static String goodput(Summary summary) {
        Summary.Goodput goodput = summary.goodput();
        return goodput == null ? "-" : Figures.percent(goodput.share());
    }

    private static String millis(SweepStep step, String measure, ToDoubleFunction<Spread> value) {
        Spread spread = spread(step, measure);
        return spread.count() == 0 ? "-" : Figures.millis(value.applyAsDouble(spread));
    }

    private static void mark(List<Mark> marks, double rate, String name) {
        if (rate > 0) {
            marks.add(new Mark("x", rate, name + " " + Figures.perSecond(rate), "neutral"));
        }
    }

    private Series curve(String measure, String style, ToDoubleFunction<Spread> value) {
        List<double[]> points =
                steps.stream()
                        .filter(step -> spread(step, measure).count() > 0)
                        .map(step ->
                                point(
                                        step.summary().throughput().requests(),
                                        value.applyAsDouble(spread(step, measure))))
                        .toList();
        return new Series(Names.of(measure) + " " + style, measure, style, points);
    }

    private Series offered(String name, String colour, ToDoubleFunction<SweepStep> value) {
        return new Series(
                name,
                colour,
                colour.equals("neutral") ? "p90" : "",
                steps.stream().map(step -> point(step.rate(), value.applyAsDouble(step))).toList());
    }

    private static double[] point(double x, double y) {
        return new double[] {Curve.brief(x), Curve.brief(y)};
    }

    private static Spread spread(SweepStep step, String measure) {
        return step.summary().spreads().getOrDefault(measure, Spread.EMPTY);
    }
}
