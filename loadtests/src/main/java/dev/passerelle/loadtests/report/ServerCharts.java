package dev.passerelle.loadtests.report;

import dev.passerelle.loadtests.report.Plot.Axis;
import dev.passerelle.loadtests.report.Plot.Series;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.ServerMetric;
import dev.passerelle.loadtests.result.ServerSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/// What the server said of itself meanwhile.
final class ServerCharts {
    private static final double GIB = 1024.0 * 1024 * 1024;
    private static final String TITLE = "The server's own metrics";

    private final ServerSide server;

    private ServerCharts(ServerSide server) {
        this.server = server;
    }

    static List<Chart> of(Result result) {
        ServerSide server = result.server();
        if (server == null) {
            return List.of(Chart.leftOut(TITLE, "They were not read."));
        }
        List<Chart> all = new ServerCharts(server).all();
        return all.isEmpty() ? List.of(Chart.leftOut(TITLE, problem(server))) : all;
    }

    private static String problem(ServerSide server) {
        return server.problem().isEmpty()
                ? "It says nothing that is known here."
                : server.problem();
    }

    private List<Chart> all() {
        List<Chart> all = new ArrayList<>();
        if (has(ServerMetric.QUEUE_DEPTH) || has(ServerMetric.RUNNING)) {
            all.add(load());
        }
        one(
                all,
                ServerMetric.KV_USED,
                100,
                new Axis("KV cache in use", "%"),
                most -> "KV cache at most %s full".formatted(Figures.percent(most)));
        one(
                all,
                ServerMetric.CPU,
                1,
                new Axis("processors", ""),
                most -> "The server used up to %s processors".formatted(Figures.number(most)));
        one(
                all,
                ServerMetric.MEMORY,
                1 / GIB,
                new Axis("resident memory, GiB", ""),
                most -> "The server's memory: up to " + Figures.bytes(most));
        return all;
    }

    private Chart load() {
        List<Series> series = new ArrayList<>();
        add(series, "running", "decode", "", ServerMetric.RUNNING);
        add(series, "waiting", "queue", "", ServerMetric.QUEUE_DEPTH);
        add(series, "slots", "neutral", "p90", ServerMetric.SLOTS);
        return Chart.drawn(
                "server-load",
                "The server queued up to %s requests"
                        .formatted(Figures.number(most(ServerMetric.QUEUE_DEPTH))),
                "As %s counts: waiting, running, and how many can run at once."
                        .formatted(server.software()),
                new Plot("lines", TimeCharts.TIME, new Axis("requests", ""), series, List.of()));
    }

    private void one(
            List<Chart> all,
            ServerMetric metric,
            double factor,
            Axis axis,
            DoubleFunction<String> title) {
        if (!has(metric)) {
            return;
        }
        Series series = new Series(metric.id(), metric.id(), "", points(metric, factor));
        all.add(
                Chart.drawn(
                        "server-" + metric.id().replace('_', '-'),
                        title.apply(most(metric)),
                        "By the server's metrics: " + metric.meaning() + ".",
                        new Plot("lines", TimeCharts.TIME, axis, List.of(series), List.of())));
    }

    private void add(
            List<Series> series, String name, String colour, String style, ServerMetric metric) {
        if (has(metric)) {
            series.add(new Series(name, colour, style, points(metric, 1)));
        }
    }

    private List<double[]> points(ServerMetric metric, double factor) {
        List<@Nullable Double> values = values(metric);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < Math.min(values.size(), server.times().size()); i++) {
            Double value = values.get(i);
            points.add(
                    new double[] {
                        Curve.brief(server.times().get(i)),
                        value == null ? Double.NaN : Curve.brief(value * factor)
                    });
        }
        return points;
    }

    private boolean has(ServerMetric metric) {
        return values(metric).stream().anyMatch(value -> value != null && !value.isNaN());
    }

    private double most(ServerMetric metric) {
        return values(metric).stream()
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }

    private List<@Nullable Double> values(ServerMetric metric) {
        return server.series().getOrDefault(metric.id(), List.of());
    }
}
