package dev.passerelle.runtime.constrained;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// From JSON Schema to rules. Every text of the rules is valid under the schema; a valid value has
/// a text if it is written as [JsonText] says, its properties in the order of the schema.
final class SchemaGrammar {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    private static final int MOST_NESTED = 150;
    private static final int MOST_RULES = 10_000;

    private final JsonNode document;

    /// By content, so that a schema that refers to itself is one rule.
    private final Map<JsonNode, Rule> rules = new HashMap<>();

    private int depth;

    /// @throws InferenceException.InvalidInput if it is not JSON
    SchemaGrammar(String schema) {
        try {
            this.document = MAPPER.readTree(schema);
        } catch (JacksonException e) {
            throw Refusal.because(
                    "schema: not well-formed JSON (%s)".formatted(e.getOriginalMessage()));
        }
    }

    private SchemaGrammar(JsonNode document) {
        this.document = document;
    }

    /// @throws InferenceException.InvalidInput naming the keyword that is not supported and its
    ///   JSON pointer
    Node root() {
        return of(document, "");
    }

    /// What a schema within the document accepts.
    Node of(JsonNode schema, String pointer) {
        Rule known = rules.get(schema);
        if (known != null) {
            return new Node.Call(known);
        }
        Rule rule = new Rule("schema" + pointer);
        rules.put(schema, rule);
        if (++depth > MOST_NESTED || rules.size() > MOST_RULES) {
            throw SchemaKeywords.refusal(
                    pointer,
                    "nested more than %d deep, or more than %d schemas"
                            .formatted(MOST_NESTED, MOST_RULES));
        }
        rule.define(expression(schema, pointer));
        depth--;
        return new Node.Call(rule);
    }

    private Node expression(JsonNode schema, String pointer) {
        if (schema.isBoolean()) {
            return schema.booleanValue() ? JsonText.call(JsonText.VALUE) : Node.NEVER;
        }
        if (schema.has("$ref") && !SchemaKeywords.constrains(without(schema, "$ref", pointer))) {
            SchemaKeywords.check(schema, pointer);
            String ref = SchemaKeywords.strings(schema.get("$ref"), pointer, "$ref").getFirst();
            return of(target(ref, pointer), pointerOf(ref));
        }
        JsonNode flat = flat(schema, pointer, 0);
        if (flat.isBoolean()) {
            return expression(flat, pointer);
        }
        for (String keyword : List.of("anyOf", "oneOf")) {
            if (flat.has(keyword)) {
                return alternatives(flat, keyword, pointer);
            }
        }
        return plain(flat, pointer);
    }

    /// The schema without `$ref` and `allOf`.
    JsonNode flat(JsonNode schema, String pointer, int steps) {
        if (schema.isBoolean()) {
            return schema;
        }
        if (!schema.isObject()) {
            throw SchemaKeywords.refusal(pointer, "a schema must be an object, true or false");
        }
        if (steps > MOST_NESTED) {
            throw SchemaKeywords.refusal(pointer, "the schema is made of itself");
        }
        SchemaKeywords.check(schema, pointer);
        JsonNode flat = schema;
        if (flat.has("$ref")) {
            String ref = SchemaKeywords.strings(flat.get("$ref"), pointer, "$ref").getFirst();
            JsonNode target = flat(target(ref, pointer), pointerOf(ref), steps + 1);
            flat = SchemaMerge.merge(without(flat, "$ref", pointer), target, pointer);
        }
        if (flat.has("allOf")) {
            JsonNode parts = flat.get("allOf");
            flat = without(flat, "allOf", pointer);
            for (int i = 0; i < parts.size(); i++) {
                JsonNode part = flat(parts.get(i), pointer + "/allOf/" + i, steps + 1);
                flat = SchemaMerge.merge(flat, part, pointer);
            }
        }
        return flat.has("$ref") || flat.has("allOf") ? flat(flat, pointer, steps + 1) : flat;
    }

    private static JsonNode without(JsonNode schema, String keyword, String pointer) {
        if (!(schema instanceof ObjectNode object)) {
            throw SchemaKeywords.refusal(pointer, "a schema must be an object, true or false");
        }
        ObjectNode copy = object.deepCopy();
        copy.remove(keyword);
        return copy;
    }

    private Node alternatives(JsonNode schema, String keyword, String pointer) {
        JsonNode branches = schema.get(keyword);
        JsonNode base = without(schema, keyword, pointer);
        List<JsonNode> merged = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            String at = "%s/%s/%d".formatted(pointer, keyword, i);
            merged.add(SchemaMerge.merge(base, flat(branches.get(i), at, 0), at));
        }
        if (keyword.equals("oneOf")) {
            new Disjointness(this).refuseUnlessDisjoint(merged, pointer);
        }
        boolean alone = !SchemaKeywords.constrains(base);
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < merged.size(); i++) {
            // a branch that stands alone keeps its name, so that it is one rule wherever it is used
            JsonNode branch = alone ? branches.get(i) : merged.get(i);
            nodes.add(of(branch, "%s/%s/%d".formatted(pointer, keyword, i)));
        }
        return new Node.Alt(nodes);
    }

    private Node plain(JsonNode schema, String pointer) {
        List<JsonNode> values = SchemaKeywords.values(schema, pointer);
        if (values != null) {
            return values(schema, values, pointer);
        }
        Set<String> types = SchemaKeywords.types(schema, pointer);
        if (!SchemaKeywords.constrains(schema)) {
            return JsonText.call(JsonText.VALUE);
        }
        List<Node> nodes = new ArrayList<>();
        for (String type : types) {
            switch (type) {
                case "object" -> nodes.add(new ObjectSchema(this, schema, pointer).node());
                case "array" -> nodes.add(new ArraySchema(this, schema, pointer).node());
                case "string" -> nodes.add(StringSchema.node(schema, pointer));
                case "number" -> nodes.add(NumberSchema.node(schema, false, pointer));
                case "integer" -> {
                    if (!types.contains("number")) {
                        nodes.add(NumberSchema.node(schema, true, pointer));
                    }
                }
                case "boolean" -> {
                    nodes.add(new Node.Text("true"));
                    nodes.add(new Node.Text("false"));
                }
                default -> nodes.add(new Node.Text("null"));
            }
        }
        return nodes.size() == 1 ? nodes.getFirst() : new Node.Alt(nodes);
    }

    private Node values(JsonNode schema, List<JsonNode> values, String pointer) {
        Set<String> types = SchemaKeywords.types(schema, pointer);
        ObjectNode rest = (ObjectNode) without(schema, "enum", pointer);
        rest.remove("const");
        rest.remove("type");
        boolean more = SchemaKeywords.constrains(rest);
        rest.set("type", MAPPER.valueToTree(types));
        return Texts.of(
                values.stream()
                        .filter(value -> SchemaKeywords.hasType(value, types))
                        .filter(value -> !more || accepts(rest, value, pointer))
                        .map(value -> plainly(value).toString())
                        .toList());
    }

    /// The value with whole numbers written without point and exponent.
    private static JsonNode plainly(JsonNode value) {
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            boolean whole =
                    number.stripTrailingZeros().scale() <= 0
                            && number.precision() - number.scale() <= JsonText.INTEGER_DIGITS;
            return whole ? MAPPER.getNodeFactory().numberNode(number.toBigInteger()) : value;
        }
        if (value.isArray()) {
            ArrayNode array = MAPPER.createArrayNode();
            value.forEach(each -> array.add(plainly(each)));
            return array;
        }
        if (value.isObject()) {
            ObjectNode object = MAPPER.createObjectNode();
            value.properties().forEach(each -> object.set(each.getKey(), plainly(each.getValue())));
            return object;
        }
        return value;
    }

    /// Whether a schema accepts a value that is written as [JsonText] says.
    boolean accepts(JsonNode schema, JsonNode value, String pointer) {
        Rule rule = new Rule("value");
        rule.define(new SchemaGrammar(document).of(schema, pointer));
        Productivity.mark(rule);
        if (!rule.productive()) {
            return false;
        }
        Config config = ConstraintCompiler.automaton(rule);
        for (byte b : plainly(value).toString().getBytes(StandardCharsets.UTF_8)) {
            config = config.next(b & 0xFF);
        }
        return config.ended;
    }

    private JsonNode target(String ref, String pointer) {
        String id = document.path("$id").asString("");
        String local = !id.isEmpty() && ref.startsWith(id) ? ref.substring(id.length()) : ref;
        if (!local.isEmpty() && !local.equals("#") && !local.startsWith("#/")) {
            throw SchemaKeywords.refusal(
                    pointer,
                    "'$ref' %s is not supported: refer to a schema of the same document, as in #/$defs/name"
                            .formatted(ref));
        }
        JsonNode target = document.at(pointerOf(local));
        if (target.isMissingNode()) {
            throw SchemaKeywords.refusal(pointer, "'$ref' %s leads nowhere".formatted(ref));
        }
        return target;
    }

    private static String pointerOf(String ref) {
        String fragment = ref.substring(ref.indexOf('#') + 1);
        try {
            return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return fragment;
        }
    }
}
