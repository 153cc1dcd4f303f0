package dev.passerelle.loadtests.report;

import dev.passerelle.loadtests.result.Spread;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/// A cumulative distribution as points of a chart.
final class Curve {
    private static final double MICROS = 1000;
    private static final MathContext FIVE = new MathContext(5);

    /// Per cent, finer towards the tail, where it matters.
    private static final double[] LEVELS =
            DoubleStream.concat(
                            IntStream.range(0, 99).asDoubleStream(),
                            DoubleStream.of(
                                    99, 99.2, 99.4, 99.6, 99.8, 99.9, 99.95, 99.98, 99.99, 100))
                    .toArray();

    private Curve() {}

    /// Points of (milliseconds, per cent of values up to it), from the least to the greatest value;
    /// none where the histogram was left out.
    static List<double[]> of(Spread spread) {
        if (spread.histogram().isEmpty()) {
            return List.of();
        }
        return points(spread.decoded());
    }

    /// To five significant digits, so that files stay small.
    static double brief(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(FIVE).doubleValue() : value;
    }

    private static List<double[]> points(Histogram histogram) {
        List<double[]> points = new ArrayList<>();
        if (histogram.getTotalCount() == 0) {
            return points;
        }
        for (double level : LEVELS) {
            double value = histogram.getValueAtPercentile(level) / MICROS;
            points.add(new double[] {brief(value), level});
        }
        return points;
    }
}
