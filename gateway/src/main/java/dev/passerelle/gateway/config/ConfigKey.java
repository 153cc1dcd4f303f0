package dev.passerelle.gateway.config;

import java.util.Locale;

/// One key of the configuration.
///
/// @param name its path, `[]` standing for an index: `models[].engine.slots`
/// @param fallback the value when nobody gives one, as it would be written; for a key whose default
///   is not a fixed text, words in parentheses
/// @param help what it is for, one line
record ConfigKey<T>(String name, ValueType<T> type, String fallback, String help) {

    /// The environment variable that sets it; `N` stands for an index.
    String variable() {
        return variable(name.replace("[]", "[N]"));
    }

    /// The environment variable of a path with its indexes.
    static String variable(String path) {
        return "PASSERELLE_"
                + path.replace('[', '_')
                        .replace("]", "")
                        .replace('.', '_')
                        .replace('-', '_')
                        .toUpperCase(Locale.ROOT);
    }

    /// This key's path in one entry of its list; one index for each list it is in.
    String at(int... indexes) {
        return at(name, indexes);
    }

    /// A name with indexes in place of `[]`.
    static String at(String name, int... indexes) {
        String path = name;
        for (int index : indexes) {
            path = path.replaceFirst("\\[]", "[" + index + "]");
        }
        return path;
    }

    /// The name of a path: its indexes left out.
    static String nameOf(String path) {
        return path.replaceAll("\\[\\d+]", "[]");
    }

    boolean hasFixedDefault() {
        return !fallback.startsWith("(");
    }
}
