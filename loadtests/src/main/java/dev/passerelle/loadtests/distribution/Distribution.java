package dev.passerelle.loadtests.distribution;

import java.util.random.RandomGenerator;

/// A random quantity that is never negative. Samples are quantiles of uniform numbers, so that the
/// same seed gives the same samples and the truth about any percentile is known exactly.
public interface Distribution {
    /// The value below which the share `p` of all values lies.
    ///
    /// @param p at least 0, below 1
    double quantile(double p);

    double mean();

    /// One value.
    default double sample(RandomGenerator random) {
        return quantile(random.nextDouble());
    }

    /// One value as a whole number, at least `least`.
    default int whole(RandomGenerator random, int least) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(least, Math.round(sample(random))));
    }
}
