package dev.passerelle.loadtests.arrivals;

import dev.passerelle.loadtests.plan.Arrivals.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Constant rates one after the other, once or over and over.
final class Rates implements Intensity {
    private final double[] rates;
    private final double[] begins;
    private final double[] before;
    private final boolean repeated;

    Rates(List<Step> steps, boolean repeated) {
        int count = steps.size();
        this.rates = steps.stream().mapToDouble(Step::rate).toArray();
        this.begins = new double[count + 1];
        this.before = new double[count + 1];
        this.repeated = repeated;
        for (int i = 0; i < count; i++) {
            double length = seconds(steps.get(i).duration());
            begins[i + 1] = begins[i] + length;
            before[i + 1] = before[i] + rates[i] * length;
        }
    }

    static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    /// Seconds of all.
    double length() {
        return begins[rates.length];
    }

    @Override
    public double expected(double seconds) {
        if (repeated && Double.isInfinite(seconds)) {
            return total() == 0 ? 0 : seconds;
        }
        double rounds = repeated ? Math.floor(seconds / length()) : 0;
        double rest = Math.min(seconds - rounds * length(), length());
        int at = piece(begins, rest);
        double within = before[at] + (rest - begins[at]) * rates[at];
        return rounds * total() + Math.min(total(), within);
    }

    @Override
    public double seconds(double expected) {
        if (total() == 0 || (!repeated && expected > total())) {
            return Double.POSITIVE_INFINITY;
        }
        double rounds = repeated ? Math.floor(expected / total()) : 0;
        double rest = expected - rounds * total();
        int at = piece(before, rest);
        double within = rates[at] == 0 ? 0 : (rest - before[at]) / rates[at];
        return rounds * length() + begins[at] + within;
    }

    private double total() {
        return before[rates.length];
    }

    /// The last piece that begins at or before a point.
    private int piece(double[] points, double point) {
        int at = Arrays.binarySearch(points, point);
        return Math.clamp(at >= 0 ? at : -at - 2, 0, rates.length - 1);
    }
}
