package dev.passerelle.loadtests.plan.reading;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A flag of the command line that sets keys.
///
/// @param label stands for its value in the usage
/// @param arity how often it may be given, and with a value or without
/// @param keys that it may set
/// @param values by name of key, of the texts given
public record Flag(
        String name,
        String label,
        Arity arity,
        List<Key<?>> keys,
        Function<List<String>, Map<String, String>> values,
        String help) {
    /// How a flag is given.
    public enum Arity {
        /// With a value, once.
        ONE,
        /// With a value, any number of times.
        MANY,
        /// With a value or without.
        OPTIONAL,
        /// Without a value.
        NONE
    }

    /// One for each key's own text.
    static Flag of(String name, Key<?> key) {
        String fallback =
                key.hasFixedDefault()
                        ? key.fallback()
                        : key.fallback().substring(1, key.fallback().length() - 1);
        return new Flag(
                name,
                key.type().label(),
                Arity.ONE,
                List.of(key),
                texts -> Map.of(key.name(), texts.getFirst()),
                key.help()
                        + (fallback.startsWith("required") ? "" : " Default: " + fallback + "."));
    }

    /// One that is enough by its being there.
    static Flag fixed(String name, Key<?> key, String value, String help) {
        return new Flag(
                name, "", Arity.NONE, List.of(key), texts -> Map.of(key.name(), value), help);
    }
}
