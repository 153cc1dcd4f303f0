package dev.passerelle.loadtests.arrivals;

/// A rate that changes steadily.
///
/// @param from arrivals a second at the start
/// @param gain arrivals a second that each second adds
/// @param length seconds it lasts
record Slope(double from, double gain, double length) implements Intensity {
    @Override
    public double expected(double seconds) {
        double t = Math.min(seconds, length);
        return (from + gain * t / 2) * t;
    }

    @Override
    public double seconds(double expected) {
        return expected > expected(length)
                ? Double.POSITIVE_INFINITY
                : 2 * expected / (from + Math.sqrt(Math.max(0, from * from + 2 * gain * expected)));
    }
}
