package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.InferenceException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// Which keywords of JSON Schema (draft 2020-12) are known, and their values.
final class SchemaKeywords {

    /// Say nothing about what is valid.
    static final Set<String> ANNOTATIONS =
            Set.of(
                    "title",
                    "description",
                    "default",
                    "examples",
                    "example",
                    "deprecated",
                    "readOnly",
                    "writeOnly",
                    "discriminator",
                    "contentEncoding",
                    "contentMediaType",
                    "contentSchema",
                    "$comment",
                    "$schema",
                    "$id",
                    "$defs",
                    "definitions");

    /// Honoured, wherever they say something.
    static final Set<String> SUPPORTED =
            Set.of(
                    "type",
                    "enum",
                    "const",
                    "nullable",
                    "anyOf",
                    "oneOf",
                    "allOf",
                    "$ref",
                    "properties",
                    "required",
                    "additionalProperties",
                    "patternProperties",
                    "propertyNames",
                    "minProperties",
                    "maxProperties",
                    "items",
                    "prefixItems",
                    "minItems",
                    "maxItems",
                    "minLength",
                    "maxLength",
                    "pattern",
                    "format",
                    "minimum",
                    "maximum",
                    "exclusiveMinimum",
                    "exclusiveMaximum",
                    "multipleOf");

    /// Refused by name.
    static final Set<String> REFUSED =
            Set.of(
                    "not",
                    "if",
                    "dependentSchemas",
                    "dependentRequired",
                    "dependencies",
                    "unevaluatedProperties",
                    "unevaluatedItems",
                    "contains",
                    "uniqueItems",
                    "additionalItems",
                    "$dynamicRef",
                    "$recursiveRef",
                    "$anchor",
                    "$dynamicAnchor",
                    "extends",
                    "disallow");

    static final List<String> TYPES =
            List.of("object", "array", "string", "number", "integer", "boolean", "null");

    private SchemaKeywords() {}

    static InferenceException refusal(String pointer, String what) {
        return Refusal.because("schema: %s: %s".formatted(pointer.isEmpty() ? "/" : pointer, what));
    }

    /// @throws InferenceException.InvalidInput naming the first keyword that can't be honoured
    static void check(JsonNode schema, String pointer) {
        for (String keyword : schema.propertyNames()) {
            if (REFUSED.contains(keyword) && !harmless(schema, keyword)) {
                throw refusal(pointer, "keyword '%s' is not supported".formatted(keyword));
            }
        }
        if (!pointer.isEmpty() && schema.has("$id")) {
            throw refusal(pointer, "keyword '$id' is supported at the top only");
        }
    }

    private static boolean harmless(JsonNode schema, String keyword) {
        JsonNode value = schema.get(keyword);
        return switch (keyword) {
            case "uniqueItems" ->
                    (value.isBoolean() && !value.booleanValue())
                            || count(schema, "maxItems", Node.UNLIMITED) <= 1;
            case "unevaluatedProperties", "unevaluatedItems", "additionalItems" ->
                    value.isBoolean() && value.booleanValue();
            case "not" -> value.isBoolean() && !value.booleanValue();
            case "if" -> !schema.has("then") && !schema.has("else");
            case "dependentSchemas", "dependentRequired", "dependencies" -> value.isEmpty();
            case "$anchor", "$dynamicAnchor" -> true;
            default -> false;
        };
    }

    /// Whether a schema has a keyword that says what is valid.
    static boolean constrains(JsonNode schema) {
        return schema.propertyNames().stream()
                .anyMatch(keyword -> SUPPORTED.contains(keyword) || REFUSED.contains(keyword));
    }

    static Set<String> types(JsonNode schema, String pointer) {
        JsonNode type = schema.get("type");
        if (type == null) {
            return new LinkedHashSet<>(TYPES);
        }
        Set<String> types = new LinkedHashSet<>(strings(type, pointer, "type"));
        for (String each : types) {
            if (!TYPES.contains(each)) {
                throw refusal(pointer, "there is no type '%s'".formatted(each));
            }
        }
        JsonNode nullable = schema.get("nullable");
        if (nullable != null && nullable.isBoolean() && nullable.booleanValue()) {
            types.add("null");
        }
        return types;
    }

    /// A string or an array of them.
    static List<String> strings(JsonNode value, String pointer, String keyword) {
        List<JsonNode> each = value.isArray() ? elements(value) : List.of(value);
        for (JsonNode one : each) {
            if (!one.isString()) {
                throw refusal(pointer, "'%s' must be of strings".formatted(keyword));
            }
        }
        return each.stream().map(JsonNode::stringValue).toList();
    }

    static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /// A count of items, characters or properties.
    static int count(JsonNode schema, String keyword, int otherwise) {
        JsonNode value = schema.get(keyword);
        if (value == null) {
            return otherwise;
        }
        if (!value.isNumber() || value.decimalValue().signum() < 0) {
            throw refusal("", "'%s' must be a number from 0 up".formatted(keyword));
        }
        return value.decimalValue().min(BigDecimal.valueOf(Node.UNLIMITED)).intValue();
    }

    static BigDecimal number(JsonNode schema, String keyword, String pointer) {
        JsonNode value = schema.get(keyword);
        if (!value.isNumber()) {
            throw refusal(pointer, "'%s' must be a number".formatted(keyword));
        }
        BigDecimal number = value.decimalValue();
        if (Math.abs((long) number.scale()) > 400 || number.precision() > 400) {
            throw refusal(pointer, "'%s' has too many digits".formatted(keyword));
        }
        return number;
    }

    /// The values of `enum` or `const`; null if there is neither.
    static @org.jspecify.annotations.Nullable List<JsonNode> values(
            JsonNode schema, String pointer) {
        List<JsonNode> values = null;
        if (schema.has("enum")) {
            if (!schema.get("enum").isArray()) {
                throw refusal(pointer, "'enum' must be an array");
            }
            values = new ArrayList<>(elements(schema.get("enum")));
        }
        if (schema.has("const")) {
            JsonNode only = schema.get("const");
            values =
                    values == null || values.stream().anyMatch(value -> same(value, only))
                            ? List.of(only)
                            : List.of();
        }
        return values;
    }

    /// Equality of JSON values: numbers by value.
    static boolean same(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue()) == 0;
        }
        if (a.isArray() && b.isArray() && a.size() == b.size()) {
            for (int i = 0; i < a.size(); i++) {
                if (!same(a.get(i), b.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (a.isObject() && b.isObject() && a.size() == b.size()) {
            return a.properties().stream()
                    .allMatch(each ->
                            b.has(each.getKey()) && same(each.getValue(), b.get(each.getKey())));
        }
        return a.equals(b);
    }

    static boolean hasType(JsonNode value, Set<String> types) {
        return switch (value.getNodeType()) {
            case OBJECT -> types.contains("object");
            case ARRAY -> types.contains("array");
            case STRING -> types.contains("string");
            case BOOLEAN -> types.contains("boolean");
            case NULL -> types.contains("null");
            case NUMBER ->
                    types.contains("number")
                            || (types.contains("integer")
                                    && value.decimalValue().stripTrailingZeros().scale() <= 0);
            default -> false;
        };
    }
}
