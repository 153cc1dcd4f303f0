package dev.passerelle.loadtests.measure;

/// Where the server says the time went, in milliseconds; NaN for what it did not say.
public record ServerTiming(double admission, double queue, double prompt, double decode) {
    public static final ServerTiming NONE =
            new ServerTiming(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
}
