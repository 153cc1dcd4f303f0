package dev.passerelle.loadtests.plan.reading;

import static dev.passerelle.loadtests.plan.reading.ValueType.require;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers with bounds, and lengths of time.
final class Quantities {
    static final Duration LONGEST = Duration.ofHours(24);

    /// Conversations a second.
    static final ValueType<Double> RATE = number("RATE", "0.001", "50000");

    /// The same, or none at all.
    static final ValueType<Double> RATE_OR_NONE = number("RATE", "0", "50000");

    static final ValueType<Double> SHARE = number("SHARE", "0", "1");

    static final ValueType<Duration> DURATION =
            ValueType.plain(
                    "DURATION",
                    "a duration such as `500ms`, `5s`, `2m` or `1h`, at most `24h`",
                    Quantities::duration);

    /// A duration that is some time.
    static final ValueType<Duration> TIME =
            ValueType.plain(
                    "DURATION",
                    "a duration such as `500ms`, `5s`, `2m` or `1h`, more than 0 and at most `24h`",
                    text -> positive(duration(text)));

    private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");
    private static final Pattern FORM =
            Pattern.compile("(" + DECIMAL.pattern() + ") ?(us|ms|s|m|h)");

    private Quantities() {}

    static ValueType<Double> number(String label, String least, String most) {
        return ValueType.plain(
                label,
                "a number from %s to %s".formatted(least, most),
                text -> {
                    require(text, DECIMAL.matcher(text).matches());
                    var value = new BigDecimal(text);
                    boolean within =
                            value.compareTo(new BigDecimal(least)) >= 0
                                    && value.compareTo(new BigDecimal(most)) <= 0;
                    return require(value.doubleValue(), within);
                });
    }

    static boolean isDuration(String text) {
        return FORM.matcher(text).matches();
    }

    /// Reads a duration.
    ///
    /// @throws IllegalArgumentException if the text is none, or a longer one than any may be
    static Duration duration(String text) {
        Matcher form = FORM.matcher(text);
        require(text, form.matches());
        var value = new BigDecimal(form.group(1)).multiply(nanoseconds(form.group(2)));
        require(text, value.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) <= 0);
        return Duration.ofNanos(value.longValue());
    }

    private static Duration positive(Duration duration) {
        return require(duration, duration.isPositive());
    }

    private static BigDecimal nanoseconds(String unit) {
        return BigDecimal.valueOf(
                switch (unit) {
                    case "us" -> 1_000L;
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    default -> 3_600_000_000_000L;
                });
    }
}
