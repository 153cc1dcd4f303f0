package dev.passerelle.loadtests.arrivals;

import dev.passerelle.loadtests.plan.ScenarioException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.function.Function;

/// Times as traces write them: seconds, `2023-11-16 18:17:03.9799600` or `2024-05-10
/// 00:00:00.009930+00:00`.
final class TraceTime {
    private static final DateTimeFormatter DATE =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .appendLiteral('T')
                    .appendPattern("HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .optionalStart()
                    .appendOffset("+HH:MM", "Z")
                    .toFormatter(Locale.ROOT);

    private TraceTime() {}

    /// Nanoseconds since the epoch, or since the zero of a count of seconds.
    static long nanos(String text, Function<String, ScenarioException> wrong) {
        try {
            return text.indexOf(':') < 0
                    ? new BigDecimal(text).movePointRight(9).toBigInteger().longValueExact()
                    : date(text.replace(' ', 'T'));
        } catch (NumberFormatException | DateTimeException e) {
            throw wrong.apply(
                    "holds '" + text + "', which is neither seconds nor 2024-05-10 00:00:00.009");
        } catch (ArithmeticException e) {
            throw wrong.apply(
                    "holds '" + text + "', too large for seconds; are they milliseconds?");
        }
    }

    private static long date(String text) {
        var at = DATE.parseBest(text, Instant::from, LocalDateTime::from);
        var instant =
                at instanceof Instant there
                        ? there
                        : LocalDateTime.from(at).toInstant(ZoneOffset.UTC);
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }
}
