package dev.passerelle.loadtests.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The service-level objectives as the scenario of a result has them, in milliseconds.
///
/// @param ttft null where there is none
/// @param itl null where there is none
/// @param e2e null where there is none
/// @param share of requests that must meet them
public record Objectives(
        @Nullable Double ttft, @Nullable Double itl, @Nullable Double e2e, double share) {
    private static final Pattern AMOUNT = Pattern.compile("([0-9.]+)\\s*(us|ms|s|m|h)");
    private static final double USUAL_SHARE = 0.95;

    /// Those of a result's scenario; none where it names none.
    public static Objectives of(Map<String, Object> scenario) {
        if (!(scenario.get("slo") instanceof Map<?, ?> slo)) {
            return new Objectives(null, null, null, USUAL_SHARE);
        }
        return new Objectives(
                millis(slo.get("ttft")),
                millis(slo.get("itl")),
                millis(slo.get("e2e")),
                slo.get("share") instanceof Number share ? share.doubleValue() : USUAL_SHARE);
    }

    /// That of a measure by its id; null where there is none.
    public @Nullable Double of(String measure) {
        return switch (measure) {
            case "ttft" -> ttft;
            case "itl", "tpot" -> itl;
            case "e2e" -> e2e;
            default -> null;
        };
    }

    /// Whether there is one.
    public boolean isAny() {
        return ttft != null || itl != null || e2e != null;
    }

    /// In words; empty for none.
    public String words() {
        List<String> each = new ArrayList<>();
        for (String measure : List.of("ttft", "itl", "e2e")) {
            Double limit = of(measure);
            if (limit != null) {
                each.add(Names.of(measure) + " ≤ " + Figures.millis(limit));
            }
        }
        return String.join(" and ", each);
    }

    private static @Nullable Double millis(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Number seconds -> seconds.doubleValue() * 1000;
            case Duration duration -> duration.toNanos() / 1e6;
            default -> parsed(value.toString());
        };
    }

    private static @Nullable Double parsed(String text) {
        if (text.startsWith("PT")) {
            return Duration.parse(text).toNanos() / 1e6;
        }
        Matcher amount = AMOUNT.matcher(text);
        if (!amount.matches()) {
            return null;
        }
        double number = Double.parseDouble(amount.group(1));
        return switch (amount.group(2)) {
            case "us" -> number / 1000;
            case "ms" -> number;
            case "s" -> number * 1000;
            case "m" -> number * 60_000;
            default -> number * 3_600_000;
        };
    }
}
