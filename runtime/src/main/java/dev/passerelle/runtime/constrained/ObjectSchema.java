package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.constrained.Node.Item;
import dev.passerelle.runtime.constrained.Node.Presence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/// Objects under a schema: declared properties in their order, required ones always, then those
/// whose names match patterns and additional ones.
///
/// Where `additionalProperties` is absent beside `properties`, there are no others: a model is not
/// tempted to invent them, and what it writes is valid all the same.
final class ObjectSchema {

    private static final int MOST_PATTERNS = 4;
    private static final JsonNode TRUE = JsonNodeFactory.instance.booleanNode(true);
    private static final Node ANY_NAME =
            new Node.Repeat(new Node.Chars(CodePoints.ALL), 0, Node.UNLIMITED);

    private final SchemaGrammar grammar;
    private final JsonNode schema;
    private final String pointer;
    private final JsonNode properties;
    private final Set<String> required;
    private final Map<String, CharAutomaton> patterns = new LinkedHashMap<>();

    ObjectSchema(SchemaGrammar grammar, JsonNode schema, String pointer) {
        this.grammar = grammar;
        this.schema = schema;
        this.pointer = pointer;
        this.properties = schema.path("properties");
        this.required =
                schema.has("required")
                        ? new LinkedHashSet<>(
                                SchemaKeywords.strings(schema.get("required"), pointer, "required"))
                        : Set.of();
        for (String pattern : schema.path("patternProperties").propertyNames()) {
            patterns.put(pattern, CharAutomaton.of(StringSchema.pattern(pattern, pointer)));
        }
        if (patterns.size() > MOST_PATTERNS) {
            throw SchemaKeywords.refusal(
                    pointer,
                    "'patternProperties' with more than %d patterns is not supported"
                            .formatted(MOST_PATTERNS));
        }
    }

    Node node() {
        List<Item> members = new ArrayList<>();
        for (String name : properties.propertyNames()) {
            members.add(declared(name, properties.get(name), "/properties/" + escaped(name)));
        }
        for (String name : required) {
            if (!properties.has(name)) {
                members.add(declared(name, undeclared(), "/additionalProperties"));
            }
        }
        int declared = members.size();
        List<Node> others = others();
        if (!others.isEmpty()) {
            members.add(new Item(new Node.Alt(others), Presence.ANY_TIMES));
        }
        return counted(members, declared);
    }

    private Item declared(String name, JsonNode value, String place) {
        JsonNode all = value;
        for (Map.Entry<String, CharAutomaton> pattern : patterns.entrySet()) {
            if (pattern.getValue().matches(name)) {
                JsonNode matched = schema.get("patternProperties").get(pattern.getKey());
                all = properties.has(name) ? SchemaMerge.all(all, matched) : matched;
            }
        }
        Node key = new Node.Text(StringNode.valueOf(name).toString());
        boolean allowed = !schema.has("propertyNames") || nameAllowed(name);
        return new Item(
                JsonText.member(key, allowed ? grammar.of(all, pointer + place) : Node.NEVER, true),
                required.contains(name) ? Presence.ONCE : Presence.AT_MOST_ONCE);
    }

    private boolean nameAllowed(String name) {
        return grammar.accepts(
                schema.get("propertyNames"), StringNode.valueOf(name), pointer + "/propertyNames");
    }

    /// What a required property must be that is not declared.
    private JsonNode undeclared() {
        JsonNode additional = schema.get("additionalProperties");
        return additional == null ? TRUE : additional;
    }

    /// Members with other names than the declared ones.
    private List<Node> others() {
        List<Node> others = new ArrayList<>();
        int classes = 1 << patterns.size();
        for (int matched = 1; matched < classes; matched++) {
            JsonNode value = TRUE;
            int bit = 1;
            for (String pattern : patterns.keySet()) {
                if ((matched & bit) != 0) {
                    value = SchemaMerge.all(value, schema.get("patternProperties").get(pattern));
                }
                bit <<= 1;
            }
            others.add(other(matched, value, "/patternProperties"));
        }
        JsonNode additional = additional();
        if (additional != null) {
            others.add(other(0, additional, "/additionalProperties"));
        }
        return others;
    }

    private @Nullable JsonNode additional() {
        JsonNode additional = schema.get("additionalProperties");
        if (additional == null) {
            boolean closed = !properties.isEmpty() || !patterns.isEmpty() || !required.isEmpty();
            return closed ? null : TRUE;
        }
        return additional.isBoolean() && !additional.booleanValue() ? null : additional;
    }

    private Node other(int matched, JsonNode value, String place) {
        return JsonText.member(name(matched), grammar.of(value, pointer + place), true);
    }

    /// Names that match exactly these patterns and are not declared.
    private Node name(int matched) {
        Set<String> taken = new LinkedHashSet<>(properties.propertyNames());
        taken.addAll(required);
        if (schema.has("propertyNames")) {
            if (!taken.isEmpty() || !patterns.isEmpty()) {
                throw SchemaKeywords.refusal(
                        pointer,
                        "keyword 'propertyNames' is not supported beside 'properties', 'required' or 'patternProperties' that leave other names open");
            }
            JsonNode names = SchemaMerge.all(schema.get("propertyNames"), stringType());
            return grammar.of(names, pointer + "/propertyNames");
        }
        if (taken.isEmpty() && patterns.isEmpty()) {
            return JsonText.call(JsonText.STRING);
        }
        CharAutomaton names =
                CharAutomaton.of(ANY_NAME).minus(CharAutomaton.of(Texts.of(List.copyOf(taken))));
        int bit = 1;
        for (CharAutomaton pattern : patterns.values()) {
            names = (matched & bit) != 0 ? names.and(pattern) : names.minus(pattern);
            bit <<= 1;
        }
        return JsonText.string(names.node());
    }

    private static JsonNode stringType() {
        return JsonNodeFactory.instance.objectNode().put("type", "string");
    }

    /// With `minProperties` and `maxProperties`, where they can be kept though a model might write
    /// a name twice.
    private Node counted(List<Item> members, int declared) {
        int least = SchemaKeywords.count(schema, "minProperties", 0);
        int most = SchemaKeywords.count(schema, "maxProperties", Node.UNLIMITED);
        boolean closed = members.size() == declared;
        boolean leastKept = least <= required.size();
        boolean mostKept = most == Node.UNLIMITED || (closed && most >= declared);
        if (leastKept && mostKept) {
            return JsonText.object(members);
        }
        if (most < Math.max(least, required.size())) {
            return Node.NEVER;
        }
        if (declared == 0 && !closed && least <= 1) {
            return JsonText.items("{", members.getFirst().node(), least, most, "}");
        }
        if (closed && least == 1 && mostKept) {
            return atLeastOne(members);
        }
        throw SchemaKeywords.refusal(
                pointer,
                "keyword '%s' is not supported with these properties"
                        .formatted(leastKept ? "maxProperties" : "minProperties"));
    }

    /// Of optional members one, and any of those after it.
    private static Node atLeastOne(List<Item> members) {
        List<Node> all = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            List<Item> from = new ArrayList<>(members.subList(i, members.size()));
            from.set(0, new Item(from.getFirst().node(), Presence.ONCE));
            all.add(JsonText.object(from));
        }
        return new Node.Alt(all);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
