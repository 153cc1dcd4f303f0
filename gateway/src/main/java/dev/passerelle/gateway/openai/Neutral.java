package dev.passerelle.gateway.openai;

import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// Values of a refused parameter that ask for nothing.
final class Neutral {
    static final Predicate<JsonNode> NEVER = value -> false;
    static final Predicate<JsonNode> FALSE = value -> value.isBoolean() && !value.booleanValue();
    static final Predicate<JsonNode> EMPTY = value -> value.isContainer() && value.isEmpty();
    static final Predicate<JsonNode> EMPTY_TEXT =
            value -> value.isString() && value.stringValue().isEmpty();
    static final Predicate<JsonNode> TYPE_TEXT =
            value -> value.isObject() && oneOf("text").test(value.path("type"));
    static final Predicate<JsonNode> TEXT_ONLY =
            value -> value.isArray() && value.valueStream().allMatch(oneOf("text"));

    private Neutral() {}

    static Predicate<JsonNode> number(double expected) {
        return value -> value.isNumber() && value.asDouble(Double.NaN) == expected;
    }

    static Predicate<JsonNode> oneOf(String... names) {
        Set<String> accepted = Set.of(names);
        return value -> value.isString() && accepted.contains(value.stringValue());
    }
}
