package dev.passerelle.gateway.openai;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A JSON object read strictly: `null` counts as absent, a wrong type or range is an
/// [InvalidRequest] that names the field by its path from the body.
public record Fields(ObjectNode node, String path) {

    public static Fields of(ObjectNode body) {
        return new Fields(body, "");
    }

    /// The path of a field of this object.
    public String param(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    public @Nullable JsonNode value(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    public JsonNode required(String name, String what) {
        JsonNode value = value(name);
        if (value == null) {
            throw missing(param(name), what);
        }
        return value;
    }

    static InvalidRequest missing(String param, String what) {
        return new InvalidRequest(
                "Missing required parameter '%s': give %s.".formatted(param, what),
                param,
                "missing_required_parameter");
    }

    public Optional<String> string(String name) {
        JsonNode value = value(name);
        return value == null ? Optional.empty() : Optional.of(string(value, param(name)));
    }

    public String requiredString(String name, String what) {
        return string(required(name, what), param(name));
    }

    boolean flag(String name) {
        JsonNode value = value(name);
        if (value != null && !value.isBoolean()) {
            throw wrongType(value, param(name), "true or false");
        }
        return value != null && value.booleanValue();
    }

    OptionalInt integer(String name, int min, int max) {
        JsonNode value = value(name);
        return value == null
                ? OptionalInt.empty()
                : OptionalInt.of((int) integer(value, param(name), min, max));
    }

    OptionalLong anyLong(String name) {
        JsonNode value = value(name);
        return value == null
                ? OptionalLong.empty()
                : OptionalLong.of(integer(value, param(name), Long.MIN_VALUE, Long.MAX_VALUE));
    }

    OptionalDouble number(String name, double min, double max) {
        JsonNode value = value(name);
        if (value == null) {
            return OptionalDouble.empty();
        }
        String range = "a number from %s to %s".formatted(plain(min), plain(max));
        if (!value.isNumber()) {
            throw wrongType(value, param(name), range);
        }
        double number = value.asDouble(Double.NaN);
        if (!(number >= min && number <= max)) {
            throw wrongValue(value.numberValue().toString(), param(name), range);
        }
        return OptionalDouble.of(number);
    }

    public Optional<Fields> object(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof ObjectNode object) {
            return Optional.of(new Fields(object, param(name)));
        }
        throw wrongType(value, param(name), "an object");
    }

    Fields requiredObject(String name, String what) {
        return object(name).orElseThrow(() -> missing(param(name), what));
    }

    static String string(JsonNode value, String param) {
        if (!value.isString()) {
            throw wrongType(value, param, "a string");
        }
        return value.stringValue();
    }

    public static List<String> strings(ArrayNode array, String param) {
        List<String> strings = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            strings.add(string(array.get(i), param + "[" + i + "]"));
        }
        return strings;
    }

    /// Token ids; whether the vocabulary has them is for the model to say.
    static int[] tokens(ArrayNode array, String param) {
        int[] ids = new int[array.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (int) integer(array.get(i), param + "[" + i + "]", 0, Integer.MAX_VALUE);
        }
        return ids;
    }

    public static InvalidRequest wrongType(JsonNode value, String param, String expected) {
        return new InvalidRequest(
                "Invalid type for '%s': expected %s, but got %s."
                        .formatted(param, expected, Json.kind(value)),
                param,
                "invalid_type");
    }

    public static InvalidRequest wrongValue(String got, String param, String expected) {
        return new InvalidRequest(
                "Invalid value for '%s': expected %s, but got %s.".formatted(param, expected, got),
                param,
                "invalid_value");
    }

    /// Refuses fields nobody documents.
    public void only(Collection<String> known) {
        node.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidRequest(
                            "Unknown parameter '%s': use %s."
                                    .formatted(param(name), String.join(", ", known)),
                            param(name),
                            "unknown_parameter");
                });
    }

    private static long integer(JsonNode value, String param, long min, long max) {
        String range =
                max >= Integer.MAX_VALUE
                        ? min == Long.MIN_VALUE ? "an integer" : "an integer of at least " + min
                        : "an integer from %d to %d".formatted(min, max);
        if (!value.isIntegralNumber()) {
            throw wrongType(value, param, range);
        }
        if (!value.canConvertToLong() || value.longValue() < min || value.longValue() > max) {
            throw wrongValue(value.numberValue().toString(), param, range);
        }
        return value.longValue();
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }
}
