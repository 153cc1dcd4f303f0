package dev.passerelle.loadtests.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Numbers as people read them: three significant digits, with a unit.
public final class Figures {
    private static final MathContext THREE = new MathContext(3, RoundingMode.HALF_UP);
    private static final double SECOND = 1000;
    private static final double MINUTE = 60;
    private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Figures() {}

    /// Three significant digits; whole numbers are never rounded below their units.
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        if (Math.abs(value) >= 1000 || value == Math.rint(value)) {
            return count(Math.round(value));
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(THREE);
        return (rounded.scale() < 0 ? rounded.setScale(0) : rounded).toPlainString();
    }

    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /// Milliseconds, in seconds from one on.
    public static String millis(double millis) {
        if (millis >= SECOND) {
            return number(millis / SECOND) + " s";
        }
        return (millis > 0 && millis < 0.01 ? "<0.01" : number(millis)) + " ms";
    }

    /// Two of them, with the unit said once where it is the same.
    public static String millis(double one, double other) {
        String first = millis(one);
        String second = millis(other);
        String unit = second.substring(second.lastIndexOf(' '));
        return first.endsWith(unit) && !first.startsWith("<")
                ? first.substring(0, first.length() - unit.length()) + " · " + second
                : first + " · " + second;
    }

    /// A duration, in minutes from two on.
    public static String seconds(double seconds) {
        if (seconds < 2 * MINUTE) {
            return millis(seconds * SECOND);
        }
        long whole = Math.round(seconds);
        long minutes = whole / 60;
        long rest = whole % 60;
        return minutes + " min" + (rest == 0 ? "" : " " + rest + " s");
    }

    public static String perSecond(double rate) {
        return number(rate) + "/s";
    }

    /// A share of 0 to 1 in per cent; never rounded to 0 or 100 % that it is not.
    public static String percent(double share) {
        double percent = share * 100;
        if (percent > 99.9 && percent < 100) {
            return ">99.9 %";
        }
        if (percent > 0 && percent < 0.01) {
            return "<0.01 %";
        }
        return number(percent) + " %";
    }

    public static String bytes(double bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < BYTES.length - 1) {
            value /= 1024;
            unit++;
        }
        return number(value) + " " + BYTES[unit];
    }
}
