package dev.passerelle.loadtests.distribution;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.ExponentialDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.LogNormalDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;

/// Distributions as a scenario writes them; what they print is read again as the same.
public final class Distributions {
    static final String ALLOWED =
            "a number, fixed(value), uniform(min, max), normal(mean, sd), lognormal(mean, sd), "
                    + "exponential(mean), gamma(mean, cv), choice(value: weight, ...)";

    private static final Pattern CALL = Pattern.compile("(?s)([a-z_]+)\\s*\\((.*)\\)");

    private Distributions() {}

    /// The distribution a text describes: `64`, `uniform(10, 20)`, `lognormal(mean=200, sd=80,
    /// max=4000)`, `choice(100: 0.7, 1000: 0.3)`. Mean and standard deviation are those of the
    /// values, a lognormal's too, before `min` and `max` (and 0) bound them.
    ///
    /// @throws IllegalArgumentException if it describes none
    public static Distribution parse(String text) {
        var plain = text.strip().toLowerCase(Locale.ROOT);
        if (Arguments.isNumber(plain)) {
            return fixed(text, Double.parseDouble(plain));
        }
        Matcher call = CALL.matcher(plain);
        if (!call.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no distribution; allowed are " + ALLOWED);
        }
        return named(text, call.group(1), call.group(2));
    }

    private static Distribution named(String text, String name, String inside) {
        return switch (name) {
            case "fixed", "constant" -> fixed(text, Arguments.of(text, inside, "value").get(0));
            case "uniform" -> uniform(Arguments.of(text, inside, "min", "max"));
            case "normal", "lognormal" ->
                    spread(name, Arguments.bounded(text, inside, "mean", "sd"));
            case "exponential" -> exponential(Arguments.bounded(text, inside, "mean"));
            case "gamma" -> gamma(Arguments.bounded(text, inside, "mean", "cv"));
            case "choice", "empirical" -> Choice.parse(text, inside);
            default ->
                    throw new IllegalArgumentException(
                            "'%s': there is no distribution %s; allowed are %s"
                                    .formatted(text, name, ALLOWED));
        };
    }

    private static Distribution fixed(String text, double value) {
        if (value < 0) {
            throw new IllegalArgumentException("'" + text + "': must be at least 0");
        }
        return new Choice(List.of(value), List.of(1.0));
    }

    private static Distribution uniform(Arguments at) {
        double min = at.get(0);
        double max = at.get(1);
        at.check(max >= min, "max must be at least min");
        return min == max
                ? fixed(at.text(), min)
                : bounded("uniform", at, UniformContinuousDistribution.of(min, max));
    }

    private static Distribution spread(String name, Arguments at) {
        double mean = at.get(0);
        double sd = at.get(1);
        if (sd == 0) {
            return fixed(at.text(), at.bound(mean));
        }
        if (name.equals("normal")) {
            return bounded(name, at, NormalDistribution.of(mean, sd));
        }
        at.check(mean > 0, "mean must be above 0");
        double variance = Math.log1p(sd / mean * (sd / mean));
        double mu = Math.log(mean) - variance / 2;
        return bounded(name, at, LogNormalDistribution.of(mu, Math.sqrt(variance)));
    }

    private static Distribution exponential(Arguments at) {
        at.check(at.get(0) > 0, "mean must be above 0");
        return bounded("exponential", at, ExponentialDistribution.of(at.get(0)));
    }

    private static Distribution gamma(Arguments at) {
        double mean = at.get(0);
        double cv = at.get(1);
        at.check(mean > 0 && cv > 0, "mean and cv must be above 0");
        return bounded("gamma", at, GammaDistribution.of(1 / (cv * cv), mean * cv * cv));
    }

    private static Distribution bounded(String name, Arguments at, ContinuousDistribution law) {
        return new Bounded(at.print(name), law, at.least(), at.most());
    }
}
