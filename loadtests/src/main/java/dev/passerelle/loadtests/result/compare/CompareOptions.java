package dev.passerelle.loadtests.result.compare;

/// How results are compared.
///
/// @param maxRegression the most that may be worse, as a share (0.05 for 5 %); NaN for no limit
/// @param resamples of the bootstrap
/// @param seed of the bootstrap
public record CompareOptions(double maxRegression, int resamples, long seed) {
    public static final CompareOptions NO_LIMIT = new CompareOptions(Double.NaN, 2_000, 1);

    public CompareOptions withMaxRegression(double share) {
        return new CompareOptions(share, resamples, seed);
    }
}
