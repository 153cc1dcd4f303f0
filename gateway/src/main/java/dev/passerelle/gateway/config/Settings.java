package dev.passerelle.gateway.config;

import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// All values given, by path, the strongest source already chosen.
final class Settings {

    private static final Pattern MODEL = Pattern.compile("models\\[(\\d+)].*");

    /// The place of a value that nobody gave.
    static final String DEFAULT = "default";

    private final Map<String, Setting> byPath;

    Settings(Map<String, Setting> byPath) {
        this.byPath = byPath;
    }

    /// A key's value, or its default.
    <T> T get(ConfigKey<T> key) {
        return read(key, key.name())
                .orElseGet(() -> key.type().reader().apply(key.fallback()).orElseThrow());
    }

    /// A key's value, if given.
    <T> Optional<T> find(ConfigKey<T> key) {
        return read(key, key.name());
    }

    /// A key's value in one entry of its list, or its default.
    <T> T get(ConfigKey<T> key, int index) {
        return find(key, index)
                .orElseGet(() -> key.type().reader().apply(key.fallback()).orElseThrow());
    }

    /// A key's value in one entry of its list, if given.
    <T> Optional<T> find(ConfigKey<T> key, int index) {
        return read(key, key.at(index));
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

    /// Indexes of `models` that have any value.
    NavigableSet<Integer> models() {
        NavigableSet<Integer> indexes = new TreeSet<>();
        for (String path : byPath.keySet()) {
            var match = MODEL.matcher(path);
            if (match.matches()) {
                indexes.add(Integer.valueOf(match.group(1)));
            }
        }
        return indexes;
    }

    private <T> Optional<T> read(ConfigKey<T> key, String path) {
        Setting setting = byPath.get(path);
        if (setting == null) {
            return Optional.empty();
        }
        Optional<T> value = key.type().reader().apply(setting.text());
        if (value.isEmpty()) {
            throw new ConfigException(
                    "%s: %s is '%s'; allowed: %s"
                            .formatted(
                                    setting.place(), path, setting.text(), key.type().allowed()));
        }
        return value;
    }
}
