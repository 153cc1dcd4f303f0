package dev.passerelle.gateway.admission;

import java.math.BigDecimal;
import java.time.Duration;

/// Durations as OpenAI writes them: `12ms`, `8.64s`, `6m0s`, `1h2m3s`.
final class Durations {

    private Durations() {}

    /// Rounded up to a millisecond.
    static String format(Duration duration) {
        long millis = duration.plusNanos(999_999).toMillis();
        if (millis > 0 && millis < 1000) {
            return millis + "ms";
        }
        long minutes = millis / 60_000;
        String seconds = plain(BigDecimal.valueOf(millis % 60_000, 3)) + "s";
        if (minutes == 0) {
            return seconds;
        }
        return minutes < 60
                ? minutes + "m" + seconds
                : minutes / 60 + "h" + minutes % 60 + "m" + seconds;
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
