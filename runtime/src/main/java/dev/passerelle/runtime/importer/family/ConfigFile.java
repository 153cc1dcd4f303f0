package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.CheckpointException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Values of `config.json`, or of an object in it; those that are absent are a family's defaults,
/// if it has any, and null counts as none.
record ConfigFile(Path path, JsonNode values, Map<String, String> defaults) {

    /// The same file's object of that name, with no defaults.
    ConfigFile within(JsonNode object) {
        return new ConfigFile(path, object, Map.of());
    }

    JsonNode get(String key) {
        JsonNode value = values.path(key);
        String fallback = defaults.get(key);
        return value.isMissingNode() && fallback != null
                ? JsonMapper.shared().readTree(fallback)
                : value;
    }

    boolean has(String key) {
        return !get(key).isMissingNode() && !get(key).isNull();
    }

    boolean flag(String key, boolean absent) {
        return has(key) ? get(key).asBoolean(absent) : absent;
    }

    String text(String key, String absent) {
        return has(key) ? get(key).asString("") : absent;
    }

    double number(String key) {
        JsonNode value = get(key);
        if (!value.isNumber()) {
            throw wrong(key, value, "a number");
        }
        return Sizes.positive(path, key, value.doubleValue());
    }

    double number(String key, double absent) {
        return has(key) ? number(key) : absent;
    }

    int size(String key, int most) {
        JsonNode value = get(key);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(key, value, "an integer");
        }
        return Sizes.checked(path, key, value.longValue(), most);
    }

    Optional<Integer> optionalSize(String key, int most) {
        return has(key) ? Optional.of(size(key, most)) : Optional.empty();
    }

    /// The elements of a list; none where it is absent.
    Optional<List<JsonNode>> list(String key) {
        JsonNode value = get(key);
        if (!has(key)) {
            return Optional.empty();
        }
        if (!value.isArray()) {
            throw wrong(key, value, "a list");
        }
        List<JsonNode> elements = new ArrayList<>();
        value.forEach(elements::add);
        return Optional.of(elements);
    }

    /// Positive floats, `count` of them.
    float[] floats(String key, int count) {
        List<JsonNode> elements = list(key).orElse(List.of());
        if (elements.size() != count) {
            throw new CheckpointException(
                    path,
                    "%s has %d elements where %d are needed"
                            .formatted(key, elements.size(), count));
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) Sizes.positive(path, key, elements.get(i).asDouble(0));
        }
        return values;
    }

    CheckpointException wrong(String key, JsonNode value, String wanted) {
        return new CheckpointException(
                path,
                "%s is %s, not %s"
                        .formatted(key, CheckpointException.printable(value.toString()), wanted));
    }
}
