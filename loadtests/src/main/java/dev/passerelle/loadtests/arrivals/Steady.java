package dev.passerelle.loadtests.arrivals;

/// One rate, without end.
///
/// @param rate arrivals a second
record Steady(double rate) implements Intensity {
    @Override
    public double expected(double seconds) {
        return rate * seconds;
    }

    @Override
    public double seconds(double expected) {
        return expected / rate;
    }
}
