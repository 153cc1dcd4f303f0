package dev.passerelle.loadtests.server;

import java.util.Map;

/// One value of a scrape.
record MetricLine(String name, Map<String, String> labels, double value) {
    MetricLine {
        labels = Map.copyOf(labels);
    }
}
