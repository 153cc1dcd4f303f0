package dev.passerelle.loadtests.plan.reading;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Fields of a request's body that scenarios may add.
final class Extras {
    private static final JsonMapper JSON = new JsonMapper();

    /// Those that the load test itself writes.
    private static final Set<String> TAKEN =
            Set.of("model", "messages", "prompt", "input", "stream", "stream_options");

    static final ValueType<Map<String, Object>> TYPE =
            new ValueType<>(
                    "JSON",
                    "an object such as `{\"temperature\": 0}`",
                    ValueType.Form.JSON,
                    Extras::read);

    private Extras() {}

    private static Map<String, Object> read(String text) {
        Map<String, Object> fields = new LinkedHashMap<>();
        try {
            for (var field : JSON.readTree(text).asObject().properties()) {
                fields.put(
                        field.getKey(),
                        Objects.requireNonNull(JSON.convertValue(field.getValue(), Object.class)));
            }
        } catch (JacksonException | NullPointerException e) {
            throw new IllegalArgumentException("it is no JSON object, or holds a null", e);
        }
        Set<String> taken = new TreeSet<>(fields.keySet());
        taken.retainAll(TAKEN);
        if (!taken.isEmpty()) {
            throw new IllegalArgumentException(
                    "the load test writes " + String.join(", ", taken) + " itself");
        }
        return fields;
    }
}
