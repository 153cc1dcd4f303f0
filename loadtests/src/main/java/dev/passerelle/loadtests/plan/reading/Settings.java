package dev.passerelle.loadtests.plan.reading;

import dev.passerelle.loadtests.plan.ScenarioException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// All values given, by path, the strongest source already chosen.
final class Settings {
    private static final Pattern ENTRY = Pattern.compile("traffic\\[(\\d+)]");

    private final Map<String, Setting> byPath;

    Settings(Map<String, Setting> byPath) {
        this.byPath = byPath;
    }

    /// A key's value, or its default.
    <T> T get(Key<T> key) {
        return get(key, 0);
    }

    /// A key's value in an entry of its list, or its default.
    <T> T get(Key<T> key, int index) {
        return find(key, index).orElseGet(() -> key.type().reader().apply(key.fallback()));
    }

    /// A key's value, if given.
    <T> Optional<T> find(Key<T> key) {
        return find(key, 0);
    }

    <T> Optional<T> find(Key<T> key, int index) {
        String path = key.at(index);
        Setting setting = byPath.get(path);
        return setting == null ? Optional.empty() : Optional.of(read(key, path, setting));
    }

    /// A key's value, which this kind of load test can't do without.
    <T> T need(Key<T> key, String why) {
        return find(key)
                .orElseThrow(() ->
                        new ScenarioException(
                                "%s is missing; %s needs it: %s"
                                        .formatted(key.name(), why, key.allowed())));
    }

    boolean isGiven(Key<?> key, int index) {
        return byPath.containsKey(key.at(index));
    }

    /// How many kinds of traffic are written down, at least one.
    int traffic() {
        return byPath.keySet().stream()
                .flatMap(path -> ENTRY.matcher(path).results())
                .map(MatchResult::group)
                .mapToInt(entry -> Integer.parseInt(entry.replaceAll("\\D", "")) + 1)
                .max()
                .orElse(1);
    }

    /// An error at a value that was given, or at one that follows from the others.
    ScenarioException wrong(Key<?> key, int index, String what) {
        String path = key.at(index);
        Setting setting = byPath.get(path);
        return new ScenarioException(
                (setting == null ? "" : setting.place() + ": ") + path + " " + what);
    }

    ScenarioException wrong(Key<?> key, String what) {
        return wrong(key, 0, what);
    }

    /// A given key as its writer knows it: the flag, or its place in the file.
    String nameOf(Key<?> key) {
        Setting setting = byPath.get(key.at(0));
        if (setting == null) {
            return key.name();
        }
        return setting.place().startsWith("--")
                ? setting.place()
                : key.name() + " (" + setting.place() + ")";
    }

    private static <T> T read(Key<T> key, String path, Setting setting) {
        try {
            return key.type().reader().apply(setting.text());
        } catch (IllegalArgumentException e) {
            String found = key.type().isSecret() ? "can't be used" : "is '" + setting.text() + "'";
            boolean told = e.getClass() == IllegalArgumentException.class && e.getMessage() != null;
            throw new ScenarioException(
                    "%s: %s %s; allowed: %s%s"
                            .formatted(
                                    setting.place(),
                                    path,
                                    found,
                                    key.allowed(),
                                    told ? " (" + e.getMessage() + ")" : ""));
        }
    }
}
