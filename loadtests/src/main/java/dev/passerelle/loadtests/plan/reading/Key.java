package dev.passerelle.loadtests.plan.reading;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One key of a scenario.
///
/// @param name its path, `[]` standing for an index: `traffic[].model`
/// @param fallback the value when nobody gives one, as it would be written; for a key whose default
///   is not a fixed text, words in parentheses
/// @param help what it is for, one line
public record Key<T>(String name, ValueType<T> type, String fallback, String help) {
    private static final Pattern INDEX = Pattern.compile("\\[]");

    /// What it accepts, as messages and the documentation say it.
    public String allowed() {
        return type.allowed();
    }

    /// Its default, as the documentation writes it.
    public String fallbackText() {
        return hasFixedDefault() ? "`" + fallback + "`" : fallback;
    }

    /// This key's path in one entry of its list.
    String at(int index) {
        return INDEX.matcher(name).replaceFirst(Matcher.quoteReplacement("[" + index + "]"));
    }

    /// The name of a path: its indexes left out.
    static String nameOf(String path) {
        return path.replaceAll("\\[\\d+]", "[]");
    }

    boolean hasFixedDefault() {
        return !fallback.startsWith("(");
    }
}
