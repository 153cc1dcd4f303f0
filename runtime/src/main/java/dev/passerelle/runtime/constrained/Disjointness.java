package dev.passerelle.runtime.constrained;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Whether no value is valid under two schemas. When in doubt it isn't so.
final class Disjointness {

    private static final int MOST_NESTED = 8;

    private final SchemaGrammar grammar;

    Disjointness(SchemaGrammar grammar) {
        this.grammar = grammar;
    }

    /// @throws dev.passerelle.runtime.InferenceException.InvalidInput unless exactly one branch can
    ///   accept a value that any accepts
    void refuseUnlessDisjoint(List<JsonNode> branches, String pointer) {
        for (int i = 0; i < branches.size(); i++) {
            for (int j = i + 1; j < branches.size(); j++) {
                if (!disjoint(branches.get(i), branches.get(j), pointer, 0)) {
                    throw SchemaKeywords.refusal(
                            pointer,
                            "keyword 'oneOf' is not supported where two branches (%d and %d) may both accept a value: use 'anyOf', or give each a required property with another 'const'"
                                    .formatted(i, j));
                }
            }
        }
    }

    private boolean disjoint(JsonNode a, JsonNode b, String pointer, int depth) {
        if (a.isBoolean() || b.isBoolean()) {
            return (a.isBoolean() && !a.booleanValue()) || (b.isBoolean() && !b.booleanValue());
        }
        if (depth > MOST_NESTED || alternatives(a) || alternatives(b)) {
            return false;
        }
        List<JsonNode> values = SchemaKeywords.values(a, pointer);
        if (values != null) {
            return acceptsNone(b, values, pointer);
        }
        List<JsonNode> others = SchemaKeywords.values(b, pointer);
        if (others != null) {
            return acceptsNone(a, others, pointer);
        }
        Set<String> common = commonTypes(a, b, pointer);
        for (String type : common) {
            boolean apart =
                    switch (type) {
                        case "object" ->
                                objects(a, b, pointer, depth) || objects(b, a, pointer, depth);
                        case "array" -> arrays(a, b) || arrays(b, a);
                        case "string" -> strings(a, b, pointer);
                        case "number", "integer" -> below(a, b) || below(b, a);
                        default -> false;
                    };
            if (!apart) {
                return false;
            }
        }
        return true;
    }

    private static boolean alternatives(JsonNode schema) {
        return schema.has("anyOf") || schema.has("oneOf");
    }

    private boolean acceptsNone(JsonNode schema, List<JsonNode> values, String pointer) {
        List<JsonNode> own = SchemaKeywords.values(schema, pointer);
        if (own != null) {
            return values.stream()
                    .noneMatch(value ->
                            own.stream().anyMatch(each -> SchemaKeywords.same(each, value)));
        }
        Set<String> types = SchemaKeywords.types(schema, pointer);
        return values.stream()
                .filter(value -> SchemaKeywords.hasType(value, types))
                .noneMatch(value ->
                        value.isContainer()
                                || value.isNumber()
                                || grammar.accepts(schema, value, pointer));
    }

    private static Set<String> commonTypes(JsonNode a, JsonNode b, String pointer) {
        Set<String> left = widened(SchemaKeywords.types(a, pointer));
        left.retainAll(widened(SchemaKeywords.types(b, pointer)));
        return left;
    }

    private static Set<String> widened(Set<String> types) {
        Set<String> widened = new LinkedHashSet<>(types);
        if (widened.contains("number")) {
            widened.add("integer");
        }
        return widened;
    }

    /// Whether what `a` requires `b` never accepts.
    private boolean objects(JsonNode a, JsonNode b, String pointer, int depth) {
        for (JsonNode required : a.path("required")) {
            String name = required.asString();
            JsonNode of = a.path("properties").get(name);
            JsonNode other = b.path("properties").get(name);
            JsonNode additional = b.get("additionalProperties");
            boolean closed =
                    additional != null && additional.isBoolean() && !additional.booleanValue();
            if (other == null && closed && !b.has("patternProperties")) {
                return true;
            }
            if (of != null && other != null) {
                JsonNode left = grammar.flat(of, pointer, 0);
                JsonNode right = grammar.flat(other, pointer, 0);
                if (disjoint(left, right, pointer, depth + 1)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean arrays(JsonNode a, JsonNode b) {
        return SchemaKeywords.count(a, "maxItems", Node.UNLIMITED)
                < SchemaKeywords.count(b, "minItems", 0);
    }

    private static boolean strings(JsonNode a, JsonNode b, String pointer) {
        return StringSchema.characters(a, pointer)
                .and(StringSchema.characters(b, pointer))
                .matchesNothing();
    }

    private static boolean below(JsonNode a, JsonNode b) {
        BigDecimal most = bound(a, "maximum");
        BigDecimal mostBelow = bound(a, "exclusiveMaximum");
        BigDecimal least = bound(b, "minimum");
        BigDecimal leastAbove = bound(b, "exclusiveMinimum");
        return less(most, least, false)
                || less(most, leastAbove, true)
                || less(mostBelow, least, true)
                || less(mostBelow, leastAbove, true);
    }

    private static boolean less(@Nullable BigDecimal a, @Nullable BigDecimal b, boolean equalToo) {
        return a != null && b != null && a.compareTo(b) < (equalToo ? 1 : 0);
    }

    private static @Nullable BigDecimal bound(JsonNode schema, String keyword) {
        JsonNode value = schema.get(keyword);
        return value != null && value.isNumber() ? value.decimalValue() : null;
    }
}
