package dev.passerelle.gateway.keys;

import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Measure;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Values that are kept as JSON in one column.
final class KeyColumns {
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Set<String>> NAMES = new TypeReference<>() {};
    private static final TypeReference<Map<String, Long>> AMOUNTS = new TypeReference<>() {};

    private KeyColumns() {}

    /// E.g. `["a","b"]`.
    static String write(Set<String> names) {
        return JSON.writeValueAsString(new TreeSet<>(names));
    }

    static Set<String> names(String text) {
        return JSON.readValue(text, NAMES);
    }

    /// E.g. `{"requests_per_minute":60}`.
    static String write(Limits limits) {
        return JSON.writeValueAsString(amounts(limits));
    }

    /// By measure's id.
    static Map<String, Long> amounts(Limits limits) {
        Map<String, Long> amounts = new LinkedHashMap<>();
        limits.capacities().forEach((measure, amount) -> amounts.put(measure.id(), amount));
        return amounts;
    }

    /// @throws IllegalStateException if it limits what this version doesn't know: the key must not
    ///   count as unlimited
    static Limits limits(String text) {
        Map<Measure, Long> capacities = new EnumMap<>(Measure.class);
        JSON.readValue(text, AMOUNTS).forEach((id, amount) -> capacities.put(measure(id), amount));
        return new Limits(capacities);
    }

    /// An audit entry's details.
    static String write(Map<String, Object> details) {
        return JSON.writeValueAsString(details);
    }

    private static Measure measure(String id) {
        return Measure.of(id)
                .orElseThrow(() ->
                        new IllegalStateException(
                                "a key is limited by '%s', which this version doesn't know: run the version that made it"
                                        .formatted(id)));
    }
}
