package dev.passerelle.loadtests.server;

import dev.passerelle.loadtests.result.ServerMetric;
import dev.passerelle.loadtests.result.ServerSide;
import dev.passerelle.loadtests.result.Spread;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was read of a server's metrics in the course of a run, reduced to what is understood.
final class Scrapes {
    private static final String CANCEL_LATENCY = "passerelle_cancel_latency_seconds";

    private final List<Double> times = new ArrayList<>();
    private final List<Map<ServerMetric, Double>> values = new ArrayList<>();
    private @Nullable Scrape first;
    private @Nullable Scrape last;
    private String software = "";

    void add(Scrape scrape) {
        Scrape before = last == null ? scrape : last;
        Map<ServerMetric, Double> known = new EnumMap<>(ServerMetric.class);
        for (ServerMetric meaning : ServerMetric.values()) {
            KnownMetric.of(meaning, scrape)
                    .ifPresent(metric -> known.put(meaning, read(metric, scrape, before)));
        }
        times.add(scrape.time());
        values.add(known);
        first = first == null ? scrape : first;
        last = scrape;
    }

    private double read(KnownMetric metric, Scrape scrape, Scrape before) {
        if (software.isEmpty()) {
            software = metric.software();
        }
        return metric.value(scrape, before);
    }

    /// Whether there is anything that is understood.
    boolean tells() {
        return values.stream().anyMatch(each -> !each.isEmpty());
    }

    ServerSide result(String problem) {
        Map<String, List<@Nullable Double>> series = new LinkedHashMap<>();
        for (ServerMetric meaning : ServerMetric.values()) {
            if (values.stream().anyMatch(each -> each.containsKey(meaning))) {
                series.put(meaning.id(), series(meaning));
            }
        }
        return new ServerSide(software, List.copyOf(times), series, cancels(), problem);
    }

    private List<@Nullable Double> series(ServerMetric meaning) {
        List<@Nullable Double> told = new ArrayList<>();
        for (Map<ServerMetric, Double> each : values) {
            Double value = each.get(meaning);
            told.add(value == null || !Double.isFinite(value) ? null : value);
        }
        return Collections.unmodifiableList(told);
    }

    private @Nullable Spread cancels() {
        Scrape from = first;
        Scrape to = last;
        if (from == null || to == null) {
            return null;
        }
        try {
            Buckets gained = Buckets.between(from, to, CANCEL_LATENCY);
            return gained == null ? null : gained.spread();
        } catch (IllegalArgumentException e) {
            return null; // a bound that is no number
        }
    }
}
