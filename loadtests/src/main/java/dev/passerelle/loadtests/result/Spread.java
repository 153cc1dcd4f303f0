package dev.passerelle.loadtests.result;

/// How the values of one measure are spread, in its unit.
///
/// @param deviation standard deviation
/// @param histogram HdrHistogram's compressed form in Base64, of values in microseconds (or tokens)
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
}
