package dev.passerelle.gateway.openai;

import dev.passerelle.runtime.PromptText;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// One input of a completion or embedding request.
sealed interface TextOrTokens {
    record Text(PromptText text) implements TextOrTokens {}

    @SuppressWarnings("ArrayRecordComponent") // ids are never compared or printed
    record Tokens(int[] ids) implements TextOrTokens {}

    /// Decodes a field that is a string, token ids, or an array of either.
    static List<TextOrTokens> decode(Fields fields, String name, int most) {
        JsonNode value =
                fields.required(name, "a string, token ids, or an array of strings or token ids");
        String param = fields.param(name);
        if (!(value instanceof ArrayNode array)) {
            return List.of(one(value, param));
        }
        if (array.isEmpty()) {
            throw Fields.wrongValue("an empty array", param, "at least one input");
        }
        if (array.get(0).isNumber()) {
            return List.of(one(array, param));
        }
        if (array.size() > most) {
            throw Fields.wrongValue(array.size() + " inputs", param, "at most " + most + " inputs");
        }
        return many(array, param);
    }

    private static List<TextOrTokens> many(ArrayNode array, String param) {
        List<TextOrTokens> inputs = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            inputs.add(one(array.get(i), param + "[" + i + "]"));
        }
        return inputs;
    }

    private static TextOrTokens one(JsonNode value, String param) {
        if (value instanceof ArrayNode ids) {
            if (ids.isEmpty()) {
                throw Fields.wrongValue("an empty array", param, "at least one token id");
            }
            return new Tokens(Fields.tokens(ids, param));
        }
        if (value.isString()) {
            return new Text(new PromptText(value.stringValue()));
        }
        throw Fields.wrongType(value, param, "a string or an array of token ids");
    }
}
