package dev.passerelle.loadtests.server;

import dev.passerelle.loadtests.result.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a Prometheus histogram of seconds gained between two scrapes, by upper bound, all labels
/// added up.
///
/// @param counts of values in each bucket alone
record Buckets(List<Double> bounds, List<Double> counts, double total, double sum) {
    private static final double MILLIS = 1e3;

    Buckets {
        bounds = List.copyOf(bounds);
        counts = List.copyOf(counts);
    }

    /// @return null where the later one has no such histogram, or no value was added
    static @Nullable Buckets between(Scrape first, Scrape last, String name) {
        Map<Double, Double> before = cumulative(first, name);
        List<Double> bounds = new ArrayList<>();
        List<Double> counts = new ArrayList<>();
        double below = 0;
        for (var each : cumulative(last, name).entrySet()) {
            double gained = each.getValue() - before.getOrDefault(each.getKey(), 0.0);
            bounds.add(each.getKey());
            counts.add(Math.max(0, gained - below));
            below = Math.max(below, gained);
        }
        double sum =
                last.sum(name + "_sum") - (first.has(name + "_sum") ? first.sum(name + "_sum") : 0);
        return below > 0 ? new Buckets(bounds, counts, below, sum) : null;
    }

    private static Map<Double, Double> cumulative(Scrape scrape, String name) {
        Map<Double, Double> counts = new TreeMap<>();
        for (MetricLine line : scrape.get(name + "_bucket")) {
            double bound = Exposition.number(line.labels().getOrDefault("le", "+Inf"));
            counts.merge(bound, line.value(), Double::sum);
        }
        return counts;
    }

    /// In milliseconds. Only the number and the mean are exact: percentiles lie on a straight line
    /// through their bucket, and what is beyond the last bound counts as that bound.
    Spread spread() {
        return new Spread(
                Math.round(total),
                sum / total * MILLIS,
                deviation(),
                percentile(0),
                percentile(0.5),
                percentile(0.75),
                percentile(0.9),
                percentile(0.95),
                percentile(0.99),
                percentile(0.999),
                percentile(1),
                "");
    }

    private double percentile(double p) {
        double rank = p * total;
        double below = 0;
        for (int i = 0; i < bounds.size(); i++) {
            double in = counts.get(i);
            if (in > 0 && below + in >= rank) {
                return (from(i) + (to(i) - from(i)) * (rank - below) / in) * MILLIS;
            }
            below += in;
        }
        return to(bounds.size() - 1) * MILLIS;
    }

    /// As if all of a bucket lay in its middle.
    private double deviation() {
        double mean = 0;
        for (int i = 0; i < bounds.size(); i++) {
            mean += middle(i) * counts.get(i) / total;
        }
        double variance = 0;
        for (int i = 0; i < bounds.size(); i++) {
            variance += (middle(i) - mean) * (middle(i) - mean) * counts.get(i) / total;
        }
        return Math.sqrt(variance) * MILLIS;
    }

    private double middle(int bucket) {
        return (from(bucket) + to(bucket)) / 2;
    }

    private double from(int bucket) {
        return bucket == 0 ? 0 : bounds.get(bucket - 1);
    }

    private double to(int bucket) {
        double bound = bounds.get(bucket);
        return Double.isInfinite(bound) ? from(bucket) : bound;
    }
}
