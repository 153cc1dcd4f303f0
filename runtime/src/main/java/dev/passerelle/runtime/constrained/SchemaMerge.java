package dev.passerelle.runtime.constrained;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Two schemas as one that accepts what both do.
final class SchemaMerge {

    private static final int MOST_BRANCHES = 256;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ObjectNode a;
    private final ObjectNode b;
    private final String pointer;
    private final ObjectNode merged = JSON.objectNode();

    private SchemaMerge(ObjectNode a, ObjectNode b, String pointer) {
        this.a = a;
        this.b = b;
        this.pointer = pointer;
    }

    /// @param a without `$ref` and `allOf`
    /// @param b without `$ref` and `allOf`
    static JsonNode merge(JsonNode a, JsonNode b, String pointer) {
        if (a.isBoolean()) {
            return a.booleanValue() ? b : a;
        }
        if (b.isBoolean()) {
            return b.booleanValue() ? a : b;
        }
        if (!(a instanceof ObjectNode first) || !(b instanceof ObjectNode second)) {
            throw SchemaKeywords.refusal(pointer, "a schema must be an object, true or false");
        }
        return new SchemaMerge(first, second, pointer).merge();
    }

    private JsonNode merge() {
        merged.setAll(a);
        for (String keyword : b.propertyNames()) {
            JsonNode there = a.get(keyword);
            JsonNode value = b.get(keyword);
            if (there == null || there.equals(value)) {
                merged.set(keyword, value);
            } else {
                merged.set(keyword, both(keyword, there, value));
            }
        }
        types();
        objects();
        arrays();
        return merged;
    }

    private JsonNode both(String keyword, JsonNode x, JsonNode y) {
        return switch (keyword) {
            case "minLength", "minItems", "minProperties", "minimum", "exclusiveMinimum" ->
                    x.decimalValue().compareTo(y.decimalValue()) >= 0 ? x : y;
            case "maxLength", "maxItems", "maxProperties", "maximum", "exclusiveMaximum" ->
                    x.decimalValue().compareTo(y.decimalValue()) <= 0 ? x : y;
            case "pattern", "format", "multipleOf", "required" -> union(x, y);
            case "enum" -> common(x, y);
            case "const" -> SchemaKeywords.same(x, y) ? x : refuse("const");
            case "anyOf", "oneOf" -> product(x, y);
            case "nullable" -> JSON.booleanNode(x.asBoolean() && y.asBoolean());
            case "propertyNames" -> all(x, y);
            // the three of objects and those of arrays are merged together
            default -> x;
        };
    }

    private JsonNode refuse(String keyword) {
        throw SchemaKeywords.refusal(
                pointer, "values of '%s' that contradict each other".formatted(keyword));
    }

    private void types() {
        if (a.has("type") && b.has("type")) {
            Set<String> left = SchemaKeywords.types(a, pointer);
            Set<String> right = SchemaKeywords.types(b, pointer);
            ArrayNode types = JSON.arrayNode();
            for (String type : SchemaKeywords.TYPES) {
                boolean integer = type.equals("integer");
                boolean inLeft = left.contains(type) || (integer && left.contains("number"));
                boolean inRight = right.contains(type) || (integer && right.contains("number"));
                if (inLeft && inRight) {
                    types.add(type);
                }
            }
            merged.set("type", types);
            merged.remove("nullable");
        }
    }

    private void objects() {
        if (!a.has("properties") && !b.has("properties")) {
            additional();
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        names.addAll(a.path("properties").propertyNames());
        names.addAll(b.path("properties").propertyNames());
        ObjectNode properties = JSON.objectNode();
        for (String name : names) {
            properties.set(name, all(property(a, name), property(b, name)));
        }
        merged.set("properties", properties);
        additional();
    }

    private void additional() {
        JsonNode x = a.get("additionalProperties");
        JsonNode y = b.get("additionalProperties");
        boolean patterns = a.has("patternProperties") || b.has("patternProperties");
        if (patterns && (closes(x) || closes(y))) {
            throw SchemaKeywords.refusal(
                    pointer,
                    "'patternProperties' and 'additionalProperties' in schemas that are combined are not supported");
        }
        if (x != null && y != null) {
            merged.set("additionalProperties", all(x, y));
        }
        if (a.has("patternProperties") && b.has("patternProperties")) {
            ObjectNode all = JSON.objectNode();
            all.setAll((ObjectNode) a.get("patternProperties"));
            for (var each : b.get("patternProperties").properties()) {
                JsonNode there = all.get(each.getKey());
                all.set(
                        each.getKey(),
                        there == null ? each.getValue() : all(there, each.getValue()));
            }
            merged.set("patternProperties", all);
        }
    }

    private static boolean closes(@Nullable JsonNode additional) {
        return additional != null && !(additional.isBoolean() && additional.booleanValue());
    }

    /// What a schema says of a property: its own schema, else that of additional ones.
    private static JsonNode property(ObjectNode schema, String name) {
        JsonNode declared = schema.path("properties").get(name);
        JsonNode additional = schema.get("additionalProperties");
        return declared != null
                ? declared
                : additional != null ? additional : JSON.booleanNode(true);
    }

    private void arrays() {
        int prefix = Math.max(a.path("prefixItems").size(), b.path("prefixItems").size());
        if (prefix > 0) {
            ArrayNode items = JSON.arrayNode();
            for (int i = 0; i < prefix; i++) {
                items.add(all(item(a, i), item(b, i)));
            }
            merged.set("prefixItems", items);
        }
        if (a.has("items") && b.has("items")) {
            merged.set("items", all(a.get("items"), b.get("items")));
        }
    }

    private static JsonNode item(ObjectNode schema, int index) {
        JsonNode prefix = schema.path("prefixItems").get(index);
        JsonNode items = schema.get("items");
        return prefix != null ? prefix : items != null ? items : JSON.booleanNode(true);
    }

    /// A schema that stands for both.
    static JsonNode all(JsonNode x, JsonNode y) {
        if (x.equals(y) || (y.isBoolean() && y.booleanValue())) {
            return x;
        }
        if (x.isBoolean() && x.booleanValue()) {
            return y;
        }
        return JSON.objectNode().set("allOf", JSON.arrayNode().add(x).add(y));
    }

    private static JsonNode union(JsonNode x, JsonNode y) {
        List<JsonNode> values =
                new ArrayList<>(x.isArray() ? SchemaKeywords.elements(x) : List.of(x));
        values.addAll(y.isArray() ? SchemaKeywords.elements(y) : List.of(y));
        ArrayNode union = JSON.arrayNode();
        values.stream().distinct().forEach(union::add);
        return union;
    }

    private static JsonNode common(JsonNode x, JsonNode y) {
        ArrayNode common = JSON.arrayNode();
        for (JsonNode value : x) {
            if (SchemaKeywords.elements(y).stream()
                    .anyMatch(each -> SchemaKeywords.same(value, each))) {
                common.add(value);
            }
        }
        return common;
    }

    private JsonNode product(JsonNode x, JsonNode y) {
        if (x.size() * y.size() > MOST_BRANCHES) {
            throw SchemaKeywords.refusal(pointer, "too many combinations of alternatives");
        }
        ArrayNode product = JSON.arrayNode();
        for (JsonNode left : x) {
            for (JsonNode right : y) {
                product.add(all(left, right));
            }
        }
        return product;
    }
}
