package dev.passerelle.loadtests.distribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One of several values, each with its weight; a single one is a fixed value.
final class Choice implements Distribution {
    private final double[] values;
    private final double[] weights;
    private final double[] upTo;
    private final double mean;

    Choice(List<Double> values, List<Double> weights) {
        int[] order =
                IntStream.range(0, values.size())
                        .boxed()
                        .sorted((a, b) -> Double.compare(values.get(a), values.get(b)))
                        .mapToInt(Integer::intValue)
                        .toArray();
        this.values = Arrays.stream(order).mapToDouble(values::get).toArray();
        this.weights = Arrays.stream(order).mapToDouble(weights::get).toArray();
        double total = Arrays.stream(this.weights).sum();
        this.upTo = new double[order.length];
        double below = 0;
        double sum = 0;
        for (int i = 0; i < order.length; i++) {
            below += this.weights[i] / total;
            upTo[i] = below;
            sum += this.values[i] * (this.weights[i] / total);
        }
        upTo[order.length - 1] = 1;
        this.mean = sum;
    }

    /// Values between commas, each with a weight after a colon or all alike.
    static Distribution parse(String text, String inside) {
        var values = new ArrayList<Double>();
        var weights = new ArrayList<Double>();
        for (String part : Arguments.split(inside)) {
            String[] pair = part.split("\\s*:\\s*", -1);
            if (pair.length > 2 || !Arrays.stream(pair).allMatch(Arguments::isNumber)) {
                throw Arguments.wrong(text, "'" + part + "' is no value and no value: weight");
            }
            values.add(Double.parseDouble(pair[0]));
            weights.add(pair.length == 2 ? Double.parseDouble(pair[1]) : 1);
        }
        check(text, values, weights);
        return new Choice(values, weights);
    }

    private static void check(String text, List<Double> values, List<Double> weights) {
        if (values.isEmpty()) {
            throw Arguments.wrong(text, "it needs at least one value");
        }
        if (values.stream().anyMatch(value -> value < 0)) {
            throw Arguments.wrong(text, "values must be at least 0");
        }
        if (weights.stream().anyMatch(weight -> weight <= 0)) {
            throw Arguments.wrong(text, "weights must be above 0");
        }
    }

    @Override
    public double quantile(double p) {
        int at = Arrays.binarySearch(upTo, p);
        return values[at >= 0 ? Math.min(at + 1, values.length - 1) : -at - 1];
    }

    @Override
    public double mean() {
        return mean;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Choice that
                && Arrays.equals(values, that.values)
                && Arrays.equals(weights, that.weights);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        if (values.length == 1) {
            return Arguments.number(values[0]);
        }
        return IntStream.range(0, values.length)
                .mapToObj(i -> Arguments.number(values[i]) + ": " + Arguments.number(weights[i]))
                .collect(Collectors.joining(", ", "choice(", ")"));
    }
}
