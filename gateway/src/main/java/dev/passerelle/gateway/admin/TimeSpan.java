package dev.passerelle.gateway.admin;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as operators write them, up to years.
public final class TimeSpan {

    /// What is accepted, for messages.
    public static final String FORM = "a duration such as '30m', '24h' or '30d'";

    private static final Pattern PATTERN = Pattern.compile("(\\d{1,6})([smhdw])");

    private TimeSpan() {}

    public static Optional<Duration> parse(String text) {
        Matcher matcher = PATTERN.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    case "d" -> Duration.ofDays(number);
                    default -> Duration.ofDays(7 * number);
                });
    }
}
