package dev.passerelle.registry.hub;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Environment variables, with the meaning that `huggingface_hub` gives to values.
record HubVariables(Map<String, String> environment, Path home) {

    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");

    /// The first of the variables that is set and not empty.
    @Nullable String first(String... names) {
        for (String name : names) {
            String value = environment.get(name);
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return null;
    }

    /// Which of the variables is the first that is set, for messages.
    String nameOf(String... names) {
        return Stream.of(names).filter(name -> first(name) != null).findFirst().orElse(names[0]);
    }

    boolean isTrue(String... names) {
        String value = first(names);
        return value != null && TRUE.contains(value.toUpperCase(Locale.ROOT));
    }

    Path path(String name, Path otherwise) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? otherwise : expand(value);
    }

    /// A path below a variable's directory, or below one of the home directory.
    Path under(String name, String otherwise, String child) {
        return path(name, home.resolve(otherwise)).resolve(child);
    }

    /// @throws IllegalArgumentException if the value is not a whole number
    Duration seconds(String name, Duration otherwise) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        try {
            int seconds = Integer.parseInt(value.strip());
            if (seconds >= 0) {
                return seconds == 0 ? otherwise : Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new IllegalArgumentException(
                "%s is '%s': it must be a number of seconds".formatted(name, value));
    }

    private Path expand(String value) {
        boolean ofHome = value.equals("~") || value.startsWith("~/");
        String text = ofHome ? home + value.substring(1) : value;
        return Path.of(VARIABLE.matcher(text).replaceAll(this::value)).toAbsolutePath();
    }

    private String value(java.util.regex.MatchResult variable) {
        String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
        return Matcher.quoteReplacement(environment.getOrDefault(name, variable.group()));
    }
}
