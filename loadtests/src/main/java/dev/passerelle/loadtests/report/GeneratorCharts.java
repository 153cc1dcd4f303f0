package dev.passerelle.loadtests.report;

import dev.passerelle.loadtests.report.Plot.Axis;
import dev.passerelle.loadtests.report.Plot.Series;
import dev.passerelle.loadtests.result.Generator;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Spread;
import java.util.ArrayList;
import java.util.List;

/// Whether the generator itself was on time.
final class GeneratorCharts {
    private GeneratorCharts() {}

    static List<Chart> of(Result result) {
        Generator generator = result.generator();
        List<Series> series = new ArrayList<>();
        add(series, "began late", "lag", generator.lag());
        add(series, "woke late", "neutral", generator.pause());
        if (series.isEmpty()) {
            return List.of(Chart.leftOut("The generator's lag", "It was not measured."));
        }
        return List.of(
                Chart.drawn(
                                "lag",
                                "The generator began 99 %% of requests within %s"
                                        .formatted(Figures.millis(generator.lag().p99())),
                                "How late requests began, and how late a thread that only sleeps"
                                        + " woke up. Dots: p50, p90, p99.",
                                new Plot(
                                        "lines",
                                        new Axis("lateness", "ms", true),
                                        new Axis("at most so late", "%"),
                                        series,
                                        List.of()))
                        .with(table(generator)));
    }

    private static void add(List<Series> series, String name, String colour, Spread spread) {
        List<double[]> points = Curve.of(spread);
        if (!points.isEmpty()) {
            series.add(new Series(name, colour, "", points));
        }
    }

    private static Table table(Generator generator) {
        return new Table(
                "The generator about itself",
                List.of("Measure", "Value"),
                List.of(
                        List.of("processors used", Figures.number(generator.cpu())),
                        List.of("of those it may use", Figures.percent(generator.cpuShare())),
                        List.of("requests began late, p50 / p99 / most", three(generator.lag())),
                        List.of("a sleeper woke late, p50 / p99 / most", three(generator.pause())),
                        List.of(
                                "in the garbage collector",
                                Figures.millis((double) generator.collections()))));
    }

    private static String three(Spread spread) {
        return "%s / %s / %s"
                .formatted(
                        Figures.millis(spread.p50()),
                        Figures.millis(spread.p99()),
                        Figures.millis(spread.max()));
    }
}
