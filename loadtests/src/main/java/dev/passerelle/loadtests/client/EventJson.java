package dev.passerelle.loadtests.client;

import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the JSON of answers and of the events of a stream.
final class EventJson {
    /// It has a choice.
    static final int CHOICES = 1;

    /// A choice has text, reasoning, a refusal or a part of a tool's call: a token.
    static final int OUTPUT = 2;

    /// It says how many tokens there are.
    static final int USAGE = 4;

    /// It is an error.
    static final int ERROR = 8;

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final List<String> TEXTS =
            List.of("content", "reasoning_content", "reasoning", "refusal");

    private EventJson() {}

    /// What an event holds, the sum of the constants above.
    ///
    /// @throws BrokenAnswer if it is no JSON object
    static int holds(byte[] bytes, int from, int to) throws BrokenAnswer {
        JsonNode event = parse(bytes, from, to);
        boolean output = false;
        for (JsonNode choice : event.path("choices")) {
            output |= isText(choice.path("text")) || isOutput(choice.path("delta"));
        }
        return (event.path("choices").isEmpty() ? 0 : CHOICES)
                + (output ? OUTPUT : 0)
                + (event.path("usage").isObject() ? USAGE : 0)
                + (isSaid(event.path("error")) ? ERROR : 0);
    }

    /// @throws BrokenAnswer if it is no JSON object
    static JsonNode parse(byte[] bytes, int from, int to) throws BrokenAnswer {
        try {
            JsonNode json = MAPPER.readTree(bytes, from, to - from);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException e) {
            // as what is no object
        }
        throw new BrokenAnswer("answer is not JSON");
    }

    /// The tokens that an answer or event says there are.
    static Usage usage(JsonNode json) {
        JsonNode usage = json.path("usage");
        return new Usage(
                usage.path("prompt_tokens").asInt(-1),
                usage.path("completion_tokens").asInt(-1),
                usage.path("prompt_tokens_details").path("cached_tokens").asInt(-1));
    }

    /// Hands on the text of the first choice.
    static void text(JsonNode json, Consumer<String> into) {
        JsonNode choice = json.path("choices").path(0);
        for (String place : List.of("delta", "message")) {
            JsonNode content = choice.path(place).path("content");
            if (content.isString()) {
                into.accept(content.stringValue());
            }
            for (JsonNode part : content) {
                into.accept(part.path("text").asString(""));
            }
        }
        into.accept(choice.path("text").asString(""));
    }

    static boolean isSaid(JsonNode error) {
        return !error.isMissingNode() && !error.isNull();
    }

    private static boolean isOutput(JsonNode delta) {
        for (String text : TEXTS) {
            if (isText(delta.path(text))) {
                return true;
            }
        }
        for (JsonNode call : delta.path("tool_calls")) {
            if (isCall(call.path("function"))) {
                return true;
            }
        }
        // older servers of TGI send one call, not a list
        return isCall(delta.path("tool_calls").path("function"))
                || isCall(delta.path("function_call"));
    }

    private static boolean isCall(JsonNode function) {
        JsonNode arguments = function.path("arguments");
        return isText(function.path("name"))
                || isText(arguments)
                || (arguments.isObject() && !arguments.isEmpty());
    }

    /// Whether it is a text that is not empty, or parts of which one is.
    private static boolean isText(JsonNode text) {
        if (text.isString()) {
            return !text.stringValue().isEmpty();
        }
        for (JsonNode part : text) {
            if (isText(part.path("text")) || isText(part.path("thinking"))) {
                return true;
            }
        }
        return false;
    }
}
