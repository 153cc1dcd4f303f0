package dev.passerelle.loadtests.plan.reading;

import dev.passerelle.loadtests.plan.ScenarioException;
import java.util.Comparator;
import java.util.Optional;

/// Tells keys that are read from those that are not, and says so by name.
final class KnownKeys {
    private KnownKeys() {}

    /// Refuses a key that isn't in the table.
    static void check(String path, Setting setting) {
        if (find(path).isEmpty()) {
            throw new ScenarioException(setting.place() + ": " + explain(path, Key.nameOf(path)));
        }
    }

    static Optional<Key<?>> find(String path) {
        String name = Key.nameOf(path);
        return Keys.ALL.stream().filter(key -> key.name().equals(name)).findFirst();
    }

    /// Whether a path is that of a key whose value is written in this form.
    static boolean isOf(ValueType.Form form, String path) {
        return find(path).filter(key -> key.type().form() == form).isPresent();
    }

    private static String explain(String path, String name) {
        Optional<Key<?>> inside =
                Keys.ALL.stream().filter(key -> isBelow(key.name(), name)).findFirst();
        if (inside.isPresent()) {
            return "%s holds keys, for example %s, not a value"
                    .formatted(path, inside.get().name());
        }
        Optional<Key<?>> outside =
                Keys.ALL.stream().filter(key -> isBelow(name, key.name())).findFirst();
        if (outside.isPresent()) {
            return "%s takes one value, %s"
                    .formatted(outside.get().name(), outside.get().allowed());
        }
        return "%s is not a key; the nearest is %s".formatted(path, nearest(name));
    }

    private static boolean isBelow(String name, String section) {
        return name.startsWith(section + ".") || name.startsWith(section + "[");
    }

    private static String nearest(String name) {
        return Keys.ALL.stream()
                .map(Key::name)
                .min(Comparator.comparingInt(known -> distance(name, known)))
                .orElseThrow();
    }

    /// Levenshtein distance: single-character edits between two words.
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int substituted = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
