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
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// What each rate of a sweep cost.
final class SweepCharts {
    private static final Axis OFFERED = new Axis("offered", "/s");

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
        List<Chart> all = new ArrayList<>();
        all.add(charts.latency().widely());
        all.add(charts.answered());
        all.add(charts.gaps());
        return all;
    }

    private Chart latency() {
        List<Series> series = new ArrayList<>();
        for (String measure : List.of("ttft", "e2e")) {
            series.addAll(percentiles(measure, Names.of(measure) + " "));
        }
        List<Mark> marks = new ArrayList<>(rates());
        for (String measure : List.of("ttft", "e2e")) {
            limit(marks, measure);
        }
        return Chart.drawn(
                        "sweep",
                        title(),
                        "Latency at each rate that was offered, from idle to saturation. The knee"
                                + " is the last rate before latency grows faster than throughput.",
                        new Plot("lines", OFFERED, new Axis("latency", "ms", true), series, marks))
                .with(SweepTable.of(steps));
    }

    private Chart gaps() {
        List<Series> series = percentiles("itl", "");
        if (series.isEmpty()) {
            return Chart.leftOut("ITL at each rate", "No request has this measure.");
        }
        SweepStep most = steps.getLast();
        List<Mark> marks = new ArrayList<>();
        limit(marks, "itl");
        return Chart.drawn(
                "sweep-itl",
                "ITL p99 is %s at %s offered"
                        .formatted(
                                Figures.millis(spread(most, "itl").p99()),
                                Figures.perSecond(most.rate())),
                "ITL: the gap between one piece of output and the next.",
                new Plot("lines", OFFERED, new Axis("ITL", "ms", true), series, marks));
    }

    private void limit(List<Mark> marks, String measure) {
        Double limit = objectives.of(measure);
        if (limit != null) {
            String label = "SLO %s %s".formatted(Names.of(measure), Figures.millis(limit));
            marks.add(new Mark("y", limit, label, measure));
        }
    }

    /// One line for each rate found; rates that are the same share one.
    private List<Mark> rates() {
        Map<Double, String> named = new TreeMap<>();
        name(named, capacity.knee(), "knee");
        name(named, capacity.sustained(), "sustained");
        name(named, capacity.saturation(), "most answered");
        List<Mark> marks = new ArrayList<>();
        named.forEach((rate, name) ->
                marks.add(new Mark("x", rate, name + " " + Figures.perSecond(rate), "neutral")));
        return marks;
    }

    private static void name(Map<Double, String> named, double rate, String name) {
        if (rate > 0) {
            named.merge(rate, name, (one, other) -> one + " = " + other);
        }
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
        List<Series> series = new ArrayList<>();
        series.add(rate("answered", "ok", "", step -> step.summary().throughput().requests()));
        if (steps.stream().allMatch(step -> step.summary().goodput() != null)) {
            series.add(rate("met the objectives", "output", "", SweepCharts::good));
        }
        series.add(rate("offered", "neutral", "p90", SweepStep::rate));
        return Chart.drawn(
                "sweep-rate",
                "At most %s answered".formatted(Figures.perSecond(capacity.saturation())),
                "Where answered and offered part, the server is full.",
                new Plot("lines", OFFERED, new Axis("requests", "/s"), series, List.of()));
    }

    private static double good(SweepStep step) {
        Summary.Goodput goodput = step.summary().goodput();
        return goodput == null ? Double.NaN : goodput.perSecond();
    }

    private List<Series> percentiles(String measure, String before) {
        if (steps.stream().allMatch(step -> spread(step, measure).count() == 0)) {
            return List.of();
        }
        return List.of(
                curve(before, measure, "p50", Spread::p50),
                curve(before, measure, "p90", Spread::p90),
                curve(before, measure, "p99", Spread::p99));
    }

    private Series curve(
            String before, String measure, String style, ToDoubleFunction<Spread> value) {
        List<double[]> points =
                steps.stream()
                        .filter(step -> spread(step, measure).count() > 0)
                        .map(step -> point(step.rate(), value.applyAsDouble(spread(step, measure))))
                        .toList();
        return new Series(before + style, measure, style, points);
    }

    private Series rate(
            String name, String colour, String style, ToDoubleFunction<SweepStep> value) {
        return new Series(
                name,
                colour,
                style,
                steps.stream().map(step -> point(step.rate(), value.applyAsDouble(step))).toList());
    }

    private static double[] point(double x, double y) {
        return new double[] {Curve.brief(x), Curve.brief(y)};
    }

    private static Spread spread(SweepStep step, String measure) {
        return step.summary().spreads().getOrDefault(measure, Spread.EMPTY);
    }
}
