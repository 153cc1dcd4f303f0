package dev.passerelle.loadtests.plan.reading;

import static dev.passerelle.loadtests.plan.reading.ValueType.require;

import dev.passerelle.loadtests.distribution.Distribution;
import dev.passerelle.loadtests.distribution.Distributions;
import dev.passerelle.loadtests.plan.Leaving;
import java.math.BigDecimal;
import java.time.Duration;

/// Random quantities: numbers or distributions.
final class Randoms {
    static final ValueType<Distribution> TOKENS = counted("tokens", 1_000_000);
    static final ValueType<Distribution> TURNS = counted("turns", 1_000);

    /// Seconds.
    static final ValueType<Distribution> WAIT =
            ValueType.plain(
                    "DURATION",
                    "a duration such as `2s`, or a distribution of seconds such as `exponential(mean=2)`, on average at most `1h`",
                    text ->
                            atMost(
                                    seconds(text),
                                    (double) Duration.ofHours(1).toSeconds(),
                                    "seconds"));

    /// How long clients stay that leave early; its share is not known here.
    static final ValueType<Leaving> STAY =
            ValueType.plain(
                    "WHEN",
                    "a duration such as `2s`, `20 tokens`, or a distribution of seconds or tokens such as `uniform(1, 20) tokens`",
                    Randoms::stay);

    private static final String TOKEN_UNIT = " tokens";

    private Randoms() {}

    private static ValueType<Distribution> counted(String what, int most) {
        return ValueType.plain(
                "N",
                "a number or a distribution such as `uniform(1, 4)`, on average more than 0 and at most %d"
                        .formatted(most),
                text -> {
                    Distribution distribution = atMost(parse(text), most, what);
                    return require(distribution, distribution.mean() > 0);
                });
    }

    private static Leaving stay(String text) {
        if (!text.endsWith(TOKEN_UNIT)) {
            return new Leaving(0, Leaving.Unit.SECONDS, seconds(text));
        }
        String count = text.substring(0, text.length() - TOKEN_UNIT.length()).strip();
        return new Leaving(0, Leaving.Unit.TOKENS, TOKENS.reader().apply(count));
    }

    private static Distribution seconds(String text) {
        if (!Quantities.isDuration(text)) {
            return parse(text);
        }
        long nanos = Quantities.duration(text).toNanos();
        return parse(BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString());
    }

    private static Distribution parse(String text) {
        if (text.contains("(") && !text.contains(")")) {
            throw new IllegalArgumentException(
                    "a text with commas inside { } needs quotes: { count: \"uniform(1, 4)\" }");
        }
        return Distributions.parse(text);
    }

    private static Distribution atMost(Distribution distribution, double most, String what) {
        if (!(distribution.mean() <= most)) {
            throw new IllegalArgumentException(
                    "its mean, %s %s, is more than %.0f"
                            .formatted(distribution.mean(), what, most));
        }
        return distribution;
    }
}
