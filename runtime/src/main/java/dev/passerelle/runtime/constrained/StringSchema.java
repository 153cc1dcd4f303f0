package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.InferenceException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Strings under a schema.
final class StringSchema {

    private StringSchema() {}

    static Node node(JsonNode schema, String pointer) {
        List<Node> forms = forms(schema, pointer);
        int least = SchemaKeywords.count(schema, "minLength", 0);
        int most = SchemaKeywords.count(schema, "maxLength", Node.UNLIMITED);
        boolean sized = least > 0 || most < Node.UNLIMITED;
        if (most < least) {
            return Node.NEVER;
        }
        if (forms.isEmpty()) {
            return sized
                    ? Node.seq(
                            new Node.Text("\""),
                            new Node.Repeat(JsonText.CHARACTER, least, most),
                            new Node.Text("\""))
                    : JsonText.call(JsonText.STRING);
        }
        return forms.size() == 1 && !sized
                ? JsonText.string(forms.getFirst())
                : JsonText.string(characters(schema, pointer).node());
    }

    /// All that a schema says about strings, at once.
    static CharAutomaton characters(JsonNode schema, String pointer) {
        int least = SchemaKeywords.count(schema, "minLength", 0);
        int most = SchemaKeywords.count(schema, "maxLength", Node.UNLIMITED);
        try {
            CharAutomaton all =
                    CharAutomaton.of(new Node.Repeat(new Node.Chars(CodePoints.ALL), least, most));
            for (Node form : forms(schema, pointer)) {
                all = all.and(CharAutomaton.of(form));
            }
            return all;
        } catch (InferenceException.InvalidInput e) {
            throw SchemaKeywords.refusal(pointer, String.valueOf(e.getMessage()));
        }
    }

    private static List<Node> forms(JsonNode schema, String pointer) {
        List<Node> forms = new ArrayList<>();
        if (schema.has("pattern")) {
            for (String pattern :
                    SchemaKeywords.strings(schema.get("pattern"), pointer, "pattern")) {
                forms.add(pattern(pattern, pointer));
            }
        }
        if (schema.has("format")) {
            for (String format : SchemaKeywords.strings(schema.get("format"), pointer, "format")) {
                StringFormats.of(format).ifPresent(forms::add);
            }
        }
        return forms;
    }

    static Node pattern(String pattern, String pointer) {
        try {
            return RegexParser.found(pattern);
        } catch (InferenceException.InvalidInput e) {
            throw SchemaKeywords.refusal(pointer, "'pattern': " + e.getMessage());
        }
    }
}
