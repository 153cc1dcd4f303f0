package dev.passerelle.loadtests.distribution;

import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/// A continuous distribution whose values below the least are the least, and above the most the
/// most. Its mean is that of the bounded values.
final class Bounded implements Distribution {
    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);
    private static final double END = 8;
    private static final int PIECES = 400;

    private final String text;
    private final ContinuousDistribution law;
    private final double least;
    private final double most;
    private final double mean;

    Bounded(String text, ContinuousDistribution law, double least, double most) {
        this.text = text;
        this.law = law;
        this.least = least;
        this.most = most;
        boolean free = law.getSupportLowerBound() >= least && law.getSupportUpperBound() <= most;
        this.mean = free ? law.getMean() : boundedMean();
    }

    @Override
    public double quantile(double p) {
        return bound(law.inverseCumulativeProbability(p));
    }

    @Override
    public double mean() {
        return mean;
    }

    private double bound(double value) {
        return Math.clamp(value, least, most);
    }

    /// The integral of the quantiles over all shares. A share is written as the standard normal's,
    /// which stretches both tails; Simpson's rule runs between the bounds, where it is smooth.
    private double boundedMean() {
        double below = law.cumulativeProbability(least);
        double above = law.survivalProbability(most);
        double from = Math.max(-END, STANDARD.inverseCumulativeProbability(below));
        double to = Math.min(END, STANDARD.inverseSurvivalProbability(above));
        if (from >= to) {
            return from >= END ? least : most;
        }
        double step = (to - from) / PIECES;
        double sum = weighted(from) + weighted(to);
        for (int i = 1; i < PIECES; i++) {
            sum += weighted(from + i * step) * (i % 2 == 0 ? 2 : 4);
        }
        return sum * step / 3
                + bound(least) * STANDARD.cumulativeProbability(from)
                + (above > 0 ? most * above : 0);
    }

    private double weighted(double z) {
        double value =
                z < 0
                        ? law.inverseCumulativeProbability(STANDARD.cumulativeProbability(z))
                        : law.inverseSurvivalProbability(STANDARD.survivalProbability(z));
        return bound(value) * STANDARD.density(z);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bounded that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
