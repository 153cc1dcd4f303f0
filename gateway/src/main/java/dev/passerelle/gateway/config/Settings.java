package dev.passerelle.gateway.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// All values given, by path, the strongest source already chosen.
final class Settings {

    /// The place of a value that nobody gave.
    static final String DEFAULT = "default";

    private final Map<String, Setting> byPath;

    Settings(Map<String, Setting> byPath) {
        this.byPath = byPath;
    }

    /// A key's value, or its default.
    ///
    /// @param indexes of the entries, for a key in lists
    <T> T get(ConfigKey<T> key, int... indexes) {
        return find(key, indexes)
                .orElseGet(() -> key.type().reader().apply(key.fallback()).orElseThrow());
    }

    /// A key's value, if given.
    ///
    /// @param indexes of the entries, for a key in lists
    <T> Optional<T> find(ConfigKey<T> key, int... indexes) {
        return read(key, key.at(indexes));
    }

    /// Where a value was given.
    String place(String path) {
        Setting setting = byPath.get(path);
        return setting == null ? DEFAULT : setting.place();
    }

    /// Where the first value of a section was given.
    String placeOf(String section) {
        return byPath.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(section + "."))
                .map(entry -> entry.getValue().place())
                .findFirst()
                .orElse(DEFAULT);
    }

    /// Indexes of the entries of a list that have any value.
    ///
    /// @throws ConfigException if one is left out
    List<Integer> entries(String list) {
        SortedSet<Integer> indexes = new TreeSet<>();
        Pattern entry = Pattern.compile(Pattern.quote(list) + "\\[(\\d+)].*");
        for (String path : byPath.keySet()) {
            var match = entry.matcher(path);
            if (match.matches()) {
                indexes.add(Integer.valueOf(match.group(1)));
            }
        }
        if (!indexes.isEmpty() && indexes.last() != indexes.size() - 1) {
            throw new ConfigException(
                    "%s[%d] is given, but one before it is not".formatted(list, indexes.last()));
        }
        return List.copyOf(indexes);
    }

    /// An error in an entry of a list, or in a section, that lacks a key it needs.
    ConfigException missing(String section, String path, String need) {
        return new ConfigException("%s: %s is missing; %s".formatted(placeOf(section), path, need));
    }

    /// An error at a value that was given.
    ConfigException wrong(String path, String what) {
        return new ConfigException("%s: %s %s".formatted(place(path), path, what));
    }

    private <T> Optional<T> read(ConfigKey<T> key, String path) {
        Setting setting = byPath.get(path);
        if (setting == null) {
            return Optional.empty();
        }
        Optional<T> value = key.type().reader().apply(setting.text());
        if (value.isEmpty()) {
            String found = key.type().isSecret() ? "can't be used" : "is '" + setting.text() + "'";
            throw wrong(path, "%s; allowed: %s".formatted(found, key.type().allowed()));
        }
        return value;
    }
}
