package dev.passerelle.loadtests.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A server's metrics at one moment, by name.
///
/// @param time seconds since the start of the run
record Scrape(double time, Map<String, List<MetricLine>> lines) {
    static Scrape of(double time, List<MetricLine> lines) {
        Map<String, List<MetricLine>> byName = new HashMap<>();
        for (MetricLine line : lines) {
            byName.computeIfAbsent(line.name(), _ -> new ArrayList<>()).add(line);
        }
        return new Scrape(time, byName);
    }

    boolean has(String name) {
        return lines.containsKey(name);
    }

    List<MetricLine> get(String name) {
        return lines.getOrDefault(name, List.of());
    }

    int count(String name) {
        return get(name).size();
    }

    /// NaN where there is none.
    double sum(String name) {
        return has(name) ? get(name).stream().mapToDouble(MetricLine::value).sum() : Double.NaN;
    }
}
