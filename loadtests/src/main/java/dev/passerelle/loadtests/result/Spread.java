package dev.passerelle.loadtests.result;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;

/// How the values of one measure are spread, in its unit.
///
/// @param deviation standard deviation
/// @param histogram HdrHistogram's compressed form in Base64, of values in microseconds (or
///   tokens); empty where it was left out
public record Spread(
        long count,
        double mean,
        double deviation,
        double min,
        double p50,
        double p75,
        double p90,
        double p95,
        double p99,
        double p999,
        double max,
        String histogram) {
    public static final Spread EMPTY = new Spread(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "");

    /// Significant decimal digits of all histograms.
    public static final int DIGITS = 3;

    private static final double MICROS = 1000;

    /// Milliseconds, from a histogram of microseconds.
    public static Spread ofMicros(AbstractHistogram micros) {
        return of(micros, MICROS, encoded(micros));
    }

    /// Counts as they are.
    public static Spread ofCounts(AbstractHistogram counts) {
        return of(counts, 1, encoded(counts));
    }

    /// Milliseconds without the histogram, for a view that is soon gone.
    public static Spread briefly(AbstractHistogram micros) {
        return of(micros, MICROS, "");
    }

    /// The same without its histogram.
    public Spread slim() {
        return new Spread(count, mean, deviation, min, p50, p75, p90, p95, p99, p999, max, "");
    }

    /// Both together, of a measure in milliseconds.
    Spread joined(Spread other) {
        Histogram both = decoded();
        both.add(other.decoded());
        return ofMicros(both);
    }

    /// The histogram as it was recorded; an empty one where it was left out.
    public Histogram decoded() {
        if (histogram.isEmpty()) {
            return new Histogram(DIGITS);
        }
        try {
            var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(histogram));
            var decoded = Histogram.decodeFromCompressedByteBuffer(bytes, 0);
            decoded.setAutoResize(true);
            return decoded;
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not a histogram in HdrHistogram's form", e);
        }
    }

    private static Spread of(AbstractHistogram h, double unit, String encoded) {
        if (h.getTotalCount() == 0) {
            return EMPTY;
        }
        return new Spread(
                h.getTotalCount(),
                rounded(h.getMean() / unit),
                rounded(h.getStdDeviation() / unit),
                h.getMinValue() / unit,
                h.getValueAtPercentile(50) / unit,
                h.getValueAtPercentile(75) / unit,
                h.getValueAtPercentile(90) / unit,
                h.getValueAtPercentile(95) / unit,
                h.getValueAtPercentile(99) / unit,
                h.getValueAtPercentile(99.9) / unit,
                h.getMaxValue() / unit,
                encoded);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static String encoded(AbstractHistogram h) {
        if (h.getTotalCount() == 0) {
            return "";
        }
        var buffer = ByteBuffer.allocate(h.getNeededByteBufferCapacity());
        int length = h.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(buffer.array(), length));
    }
}
