package dev.passerelle.gateway.admission;

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
        String seconds = thousandths(millis % 60_000) + "s";
        if (minutes == 0) {
            return seconds;
        }
        return minutes < 60
                ? minutes + "m" + seconds
                : minutes / 60 + "h" + minutes % 60 + "m" + seconds;
    }

    private static String thousandths(long number) {
        String whole = Long.toString(number / 1000);
        long rest = number % 1000;
        if (rest == 0) {
            return whole;
        }
        int end = rest % 100 == 0 ? 1 : rest % 10 == 0 ? 2 : 3;
        return whole + "." + Long.toString(1000 + rest).substring(1, 1 + end);
    }
}
