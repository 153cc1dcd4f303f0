package dev.passerelle.runtime.constrained;

import static dev.passerelle.runtime.constrained.Node.optional;
import static dev.passerelle.runtime.constrained.Node.seq;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Arrays under a schema.
final class ArraySchema {

    private final SchemaGrammar grammar;
    private final JsonNode schema;
    private final String pointer;

    ArraySchema(SchemaGrammar grammar, JsonNode schema, String pointer) {
        this.grammar = grammar;
        this.schema = schema;
        this.pointer = pointer;
        if (schema.path("items").isArray()) {
            throw SchemaKeywords.refusal(
                    pointer, "'items' with a list is not supported: write 'prefixItems'");
        }
    }

    Node node() {
        int least = SchemaKeywords.count(schema, "minItems", 0);
        int most = SchemaKeywords.count(schema, "maxItems", Node.UNLIMITED);
        if (most < least) {
            return Node.NEVER;
        }
        List<Node> prefix = prefix(most);
        Node item =
                schema.has("items")
                        ? grammar.of(schema.get("items"), pointer + "/items")
                        : JsonText.call(JsonText.VALUE);
        return prefix.isEmpty()
                ? JsonText.items("[", item, least, most, "]")
                : tuple(prefix, item, least, most);
    }

    private List<Node> prefix(int most) {
        List<Node> prefix = new ArrayList<>();
        JsonNode items = schema.path("prefixItems");
        for (int i = 0; i < items.size() && i < most; i++) {
            prefix.add(grammar.of(items.get(i), pointer + "/prefixItems/" + i));
        }
        return prefix;
    }

    private static Node tuple(List<Node> prefix, Node item, int least, int most) {
        int count = prefix.size();
        Node rest =
                new Node.Repeat(
                        seq(JsonText.comma(), item),
                        Math.max(0, least - count),
                        most == Node.UNLIMITED ? most : most - count);
        for (int i = count - 1; i > 0; i--) {
            Node from = seq(JsonText.comma(), prefix.get(i), rest);
            rest = i >= least ? optional(from) : from;
        }
        Node all = seq(prefix.getFirst(), rest);
        return JsonText.enclosed("[", least == 0 ? optional(all) : all, "]");
    }
}
