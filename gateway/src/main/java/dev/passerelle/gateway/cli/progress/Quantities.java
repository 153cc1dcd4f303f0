package dev.passerelle.gateway.cli.progress;

import java.time.Duration;
import java.util.Locale;

/// Sizes and times as people read them.
public final class Quantities {

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Quantities() {}

    /// Bytes in decimal units: `982 B`, `12.3 MB`.
    public static String bytes(long bytes) {
        return amount((double) bytes);
    }

    /// A rate in decimal units.
    static String perSecond(double bytes) {
        return amount(bytes) + "/s";
    }

    private static String amount(double bytes) {
        int unit = 0;
        double value = bytes;
        while (value >= 999.95 && unit < UNITS.length - 1) {
            value /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }

    /// A time as `m:ss` or `h:mm:ss`.
    public static String time(Duration time) {
        return time.toHours() == 0
                ? "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart())
                : "%d:%02d:%02d"
                        .formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }
}
