package dev.passerelle.gateway.openai;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/// Collects the text of an answer in wire form, reasoning and calls of tools included, all choices
/// in the order in which they come.
public final class AnswerText {
    private static final String DATA = "data:";

    private final boolean events;
    private final StringBuilder text;

    /// @param events whether it comes as server-sent events
    /// @param text what is collected
    public AnswerText(boolean events, StringBuilder text) {
        this.events = events;
        this.text = text;
    }

    /// Adds whole events, or the whole object.
    public void add(byte[] bytes, int offset, int length) {
        String part = new String(bytes, offset, length, StandardCharsets.UTF_8);
        if (events) {
            part.lines()
                    .filter(line -> line.startsWith(DATA))
                    .forEach(line -> object(line.substring(DATA.length())));
        } else {
            object(part);
        }
    }

    private void object(String json) {
        for (JsonNode choice : Json.lenient(json).path("choices")) {
            message(choice.path("message"));
            message(choice.path("delta"));
            text.append(choice.path("text").asString(""));
        }
    }

    private void message(JsonNode message) {
        String reasoning = message.path("reasoning").asString("");
        text.append(message.path("reasoning_content").asString(reasoning));
        text.append(message.path("content").asString(""));
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            text.append(function.path("name").asString(""));
            text.append(function.path("arguments").asString(""));
        }
    }
}
