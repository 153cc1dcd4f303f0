package dev.passerelle.loadtests.result.compare;

import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Window;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/// A percentile of a measure, of the requests in windows.
///
/// @param measure its id
/// @param share below the percentile, 0 to 1
/// @param whole the same percentile of a spread
record Quantile(String name, String measure, double share, ToDoubleFunction<Spread> whole)
        implements Figure {
    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public boolean lowerIsBetter() {
        return true;
    }

    @Override
    public double of(Result result) {
        Spread spread = result.summary().spreads().get(measure);
        return spread == null || spread.count() == 0 ? Double.NaN : whole.applyAsDouble(spread);
    }

    @Override
    public Drawing drawing(Result result) {
        List<Histogram> histograms =
                Busy.windows(result).stream().map(this::histogram).toList();
        boolean told = histograms.stream().anyMatch(h -> h.getTotalCount() > 0);
        return new Values(told ? histograms : List.of(), share);
    }

    private Histogram histogram(Window window) {
        return window.spreads().getOrDefault(measure, Spread.EMPTY).decoded();
    }

    /// Counts of all windows over the values that there are, so that a draw costs little.
    private static final class Values implements Drawing {
        private final double share;
        private final long[] values;
        private final int[][] places;
        private final long[][] counts;
        private final long[] sums;

        Values(List<Histogram> histograms, double share) {
            this.share = share;
            var all = new TreeSet<Long>();
            histograms.forEach(
                    h -> h.recordedValues().forEach(v -> all.add(v.getValueIteratedTo())));
            this.values = all.stream().mapToLong(Long::longValue).toArray();
            this.sums = new long[values.length];
            this.places = new int[histograms.size()][];
            this.counts = new long[histograms.size()][];
            for (int i = 0; i < places.length; i++) {
                fill(i, histograms.get(i));
            }
        }

        private void fill(int window, Histogram histogram) {
            int n = 0;
            int[] at = new int[values.length];
            long[] count = new long[values.length];
            for (var value : histogram.recordedValues()) {
                at[n] = Arrays.binarySearch(values, value.getValueIteratedTo());
                count[n++] = value.getCountAtValueIteratedTo();
            }
            places[window] = Arrays.copyOf(at, n);
            counts[window] = Arrays.copyOf(count, n);
        }

        @Override
        public int windows() {
            return places.length;
        }

        @Override
        public double of(int[] times) {
            Arrays.fill(sums, 0);
            long total = 0;
            for (int i = 0; i < times.length; i++) {
                for (int k = 0; times[i] > 0 && k < places[i].length; k++) {
                    long more = times[i] * counts[i][k];
                    sums[places[i][k]] += more;
                    total += more;
                }
            }
            long rank = Math.max(1, (long) Math.ceil(share * total));
            long below = 0;
            for (int v = 0; v < sums.length; v++) {
                below += sums[v];
                if (below >= rank) {
                    return values[v];
                }
            }
            return Double.NaN;
        }
    }
}
