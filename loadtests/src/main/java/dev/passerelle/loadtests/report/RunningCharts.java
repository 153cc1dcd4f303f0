package dev.passerelle.loadtests.report;

import dev.passerelle.loadtests.report.Plot.Axis;
import dev.passerelle.loadtests.report.Plot.Series;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Sample;
import dev.passerelle.loadtests.result.Window;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Requests under way: how many, and some of them one by one.
final class RunningCharts {
    private static final int MOST_ROWS = 100;

    private RunningCharts() {}

    static List<Chart> of(Result result) {
        if (result.windows().size() < 2) {
            return List.of(
                    Chart.leftOut("Requests under way", "The run was shorter than two windows."));
        }
        Window busiest =
                result.windows().stream()
                        .max(Comparator.comparingInt(Window::running))
                        .orElseThrow();
        if (busiest.running() == 0) {
            return List.of(
                    Chart.leftOut("Requests under way", "None was seen that lasted long enough."));
        }
        return List.of(count(result.windows(), busiest), each(result, busiest));
    }

    private static Chart count(List<Window> windows, Window busiest) {
        return Chart.drawn(
                "running",
                "At most %s requests under way, %s of them waiting for output"
                        .formatted(
                                Figures.count(busiest.running()),
                                Figures.count(Math.min(busiest.waiting(), busiest.running()))),
                "Most at once in each window: without output yet, and with some.",
                new Plot(
                        "areas",
                        TimeCharts.TIME,
                        new Axis("requests", ""),
                        List.of(
                                area("generating", "decode", windows, RunningCharts::generating),
                                area("waiting", "queue", windows, RunningCharts::waiting)),
                        List.of()));
    }

    private static double waiting(Window window) {
        return Math.min(window.waiting(), window.running());
    }

    private static double generating(Window window) {
        return Math.max(0, window.running() - window.waiting());
    }

    private static Chart each(Result result, Window busiest) {
        List<Sample> around = around(result.samples(), busiest);
        if (around.isEmpty()) {
            return Chart.leftOut("Requests one by one", "No sampled request was answered.");
        }
        return Chart.drawn(
                        "requests",
                        "%d requests when most were under way, at %s"
                                .formatted(around.size(), Figures.seconds(busiest.start())),
                        "Sampled requests in order of their intended start, first on top: until"
                                + " the first output, and from there to the end.",
                        new Plot(
                                "rows",
                                TimeCharts.TIME,
                                new Axis("", ""),
                                around.stream().map(RunningCharts::name).toList(),
                                List.of(
                                        part("", "rest", "hidden", around, Sample::intended),
                                        part(
                                                "waiting",
                                                "queue",
                                                "",
                                                around,
                                                s -> first(s) - s.intended()),
                                        part(
                                                "generating",
                                                "decode",
                                                "",
                                                around,
                                                s -> s.ended() - first(s))),
                                List.of()))
                .widely();
    }

    private static List<Sample> around(List<Sample> samples, Window busiest) {
        double middle = busiest.start() + busiest.seconds() / 2;
        return samples.stream()
                .filter(sample -> sample.ended() >= sample.intended() && sample.began() >= 0)
                .sorted(Comparator.comparingDouble(s -> Math.abs(s.intended() - middle)))
                .limit(MOST_ROWS)
                .sorted(Comparator.comparingDouble(Sample::intended))
                .toList();
    }

    private static String name(Sample sample) {
        return "#%d %s (%s)".formatted(sample.number(), sample.kind(), sample.outcome());
    }

    private static double first(Sample sample) {
        return sample.firstToken() >= 0 ? sample.firstToken() : sample.ended();
    }

    private static Series part(
            String name,
            String colour,
            String style,
            List<Sample> samples,
            ToDoubleFunction<Sample> value) {
        return new Series(
                name,
                colour,
                style,
                samples.stream()
                        .map(s -> new double[] {Math.round(value.applyAsDouble(s) * 1e4) / 1e4})
                        .toList());
    }

    private static Series area(
            String name, String colour, List<Window> windows, ToDoubleFunction<Window> value) {
        return new Series(
                name,
                colour,
                "",
                windows.stream()
                        .map(window ->
                                new double[] {
                                    Curve.brief(window.start() + window.seconds() / 2),
                                    value.applyAsDouble(window)
                                })
                        .toList());
    }
}
