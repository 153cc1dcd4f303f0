package dev.passerelle.gateway.openai;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.runtime.Penalties;
import dev.passerelle.runtime.Sampling;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// The fields that chat and text completions share.
///
/// @param includeUsage end a stream with a chunk that counts tokens
record GenerationFields(
        Sampling sampling,
        List<String> stop,
        boolean ignoreEos,
        boolean stream,
        boolean includeUsage,
        Optional<ConstraintField> constraint) {
    private static final int MOST_STOPS = 4;
    private static final int MOST_BIAS = 100;
    private static final int MOST_REPETITION = 10;
    private static final Pattern TOKEN = Pattern.compile("\\d{1,9}");

    static GenerationFields decode(Fields fields) {
        boolean stream = fields.flag("stream");
        return new GenerationFields(
                sampling(fields),
                stop(fields),
                fields.flag("ignore_eos"),
                stream,
                includeUsage(fields, stream),
                ConstraintField.decode(fields));
    }

    private static Sampling sampling(Fields fields) {
        double temperature = fields.number("temperature", 0, 2).orElse(1);
        double topP = fields.number("top_p", 0, 1).orElse(1);
        if ((float) topP == 0) {
            throw Fields.wrongValue("0", fields.param("top_p"), "a number above 0 and up to 1");
        }
        int topK = fields.integer("top_k", -1, Integer.MAX_VALUE).orElse(0);
        double minP = fields.number("min_p", 0, 1).orElse(0);
        return new Sampling(
                (float) temperature,
                (float) topP,
                Math.max(topK, 0),
                (float) minP,
                fields.anyLong("seed"),
                penalties(fields),
                biases(fields));
    }

    private static Penalties penalties(Fields fields) {
        double repetition = fields.number("repetition_penalty", 0, MOST_REPETITION).orElse(1);
        if ((float) repetition == 0) {
            throw Fields.wrongValue(
                    "0",
                    fields.param("repetition_penalty"),
                    "a number above 0 and up to " + MOST_REPETITION);
        }
        return new Penalties(
                (float) fields.number("frequency_penalty", -2, 2).orElse(0),
                (float) fields.number("presence_penalty", -2, 2).orElse(0),
                (float) repetition);
    }

    /// By token id; whether the vocabulary has it is for the model to say.
    private static Map<Integer, Float> biases(Fields body) {
        return body.object("logit_bias").map(GenerationFields::read).orElse(Map.of());
    }

    private static Map<Integer, Float> read(Fields biases) {
        Map<Integer, Float> read = new HashMap<>();
        for (String id : biases.node().propertyNames()) {
            if (!TOKEN.matcher(id).matches()) {
                throw Fields.wrongValue("another key", biases.path(), "token ids as keys");
            }
            biases.number(id, -MOST_BIAS, MOST_BIAS)
                    .ifPresent(bias -> read.put(Integer.valueOf(id), (float) bias));
        }
        return read;
    }

    private static List<String> stop(Fields fields) {
        JsonNode value = fields.value("stop");
        String param = fields.param("stop");
        List<String> stops =
                switch (value) {
                    case null -> List.of();
                    case ArrayNode array -> Fields.strings(array, param);
                    case JsonNode one when one.isString() -> List.of(one.stringValue());
                    case JsonNode other ->
                            throw Fields.wrongType(other, param, "a string or an array of strings");
                };
        if (stops.size() > MOST_STOPS) {
            throw Fields.wrongValue(
                    stops.size() + " strings", param, "at most " + MOST_STOPS + " strings");
        }
        if (stops.contains("")) {
            throw Fields.wrongValue("an empty one", param, "non-empty strings");
        }
        return stops;
    }

    private static boolean includeUsage(Fields fields, boolean stream) {
        boolean asked =
                fields.object("stream_options").map(o -> o.flag("include_usage")).orElse(false);
        if (!stream && fields.value("stream_options") != null) {
            throw new InvalidRequest(
                    "The 'stream_options' parameter is only allowed when 'stream' is true.",
                    fields.param("stream_options"),
                    "invalid_value");
        }
        return asked;
    }
}
