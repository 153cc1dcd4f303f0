package dev.passerelle.loadtests.result.compare;

import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Window;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;

/// Percentiles of a measure, of the requests in windows.
///
/// @param measure its id
record Quantile(String measure) implements Figure {
    private static final double[] SHARES = {0.5, 0.9, 0.99};

    @Override
    public List<String> names() {
        return List.of(measure + " p50", measure + " p90", measure + " p99");
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public boolean lowerIsBetter() {
        return true;
    }

    @Override
    public double[] of(Result result) {
        Spread spread = result.summary().spreads().get(measure);
        return spread == null || spread.count() == 0
                ? new double[] {Double.NaN, Double.NaN, Double.NaN}
                : new double[] {spread.p50(), spread.p90(), spread.p99()};
    }

    @Override
    public Drawing drawing(Result result) {
        List<Histogram> histograms = Busy.windows(result).stream().map(this::histogram).toList();
        boolean told = histograms.stream().anyMatch(h -> h.getTotalCount() > 0);
        return new Values(told ? histograms : List.of());
    }

    private Histogram histogram(Window window) {
        return window.spreads().getOrDefault(measure, Spread.EMPTY).decoded();
    }

    /// Counts of all windows over the values that there are, so that a draw costs little.
    private static final class Values implements Drawing {
        private final long[] values;
        private final int[][] places;
        private final int[][] counts;
        private final long[] sums;

        Values(List<Histogram> histograms) {
            var all = new Histogram(Spread.DIGITS);
            all.setAutoResize(true);
            histograms.forEach(all::add);
            this.values = valuesOf(all);
            this.sums = new long[values.length];
            this.places = new int[histograms.size()][];
            this.counts = new int[histograms.size()][];
            for (int i = 0; i < places.length; i++) {
                fill(i, histograms.get(i));
            }
        }

        private static long[] valuesOf(Histogram histogram) {
            var values = LongStream.builder();
            for (var value : histogram.recordedValues()) {
                values.add(value.getValueIteratedTo());
            }
            return values.build().toArray();
        }

        private void fill(int window, Histogram histogram) {
            long[] own = valuesOf(histogram);
            places[window] = new int[own.length];
            counts[window] = new int[own.length];
            for (int i = 0; i < own.length; i++) {
                places[window][i] = Arrays.binarySearch(values, own[i]);
                counts[window][i] = (int) histogram.getCountAtValue(own[i]);
            }
        }

        @Override
        public int windows() {
            return places.length;
        }

        @Override
        public double[] of(int[] times) {
            Arrays.fill(sums, 0);
            for (int i = 0; i < times.length; i++) {
                if (times[i] > 0) {
                    add(times[i], places[i], counts[i]);
                }
            }
            return percentiles(Arrays.stream(sums).sum());
        }

        private void add(int times, int[] at, int[] count) {
            for (int k = 0; k < at.length; k++) {
                sums[at[k]] += (long) times * count[k];
            }
        }

        private double[] percentiles(long total) {
            double[] found = new double[SHARES.length];
            Arrays.fill(found, Double.NaN);
            int next = 0;
            long below = 0;
            for (int v = 0; v < sums.length && next < found.length; v++) {
                below += sums[v];
                while (next < found.length && total > 0 && below >= SHARES[next] * total) {
                    found[next++] = values[v];
                }
            }
            return found;
        }
    }
}
