package dev.passerelle.gateway.openai;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.runtime.PromptText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Decodes `content` of a message. Parts of type `text` are joined by newlines, as vLLM and
/// llama.cpp do.
final class MessageContent {
    private static final String EXPECTED = "a string or an array of text parts";

    private MessageContent() {}

    static PromptText required(Fields message) {
        return read(message.required("content", EXPECTED), message.param("content"));
    }

    static Optional<PromptText> optional(Fields message) {
        return Optional.ofNullable(message.value("content"))
                .map(content -> read(content, message.param("content")));
    }

    private static PromptText read(JsonNode content, String param) {
        if (content.isString()) {
            return new PromptText(content.stringValue());
        }
        if (!(content instanceof ArrayNode parts)) {
            throw Fields.wrongType(content, param, EXPECTED);
        }
        List<String> texts = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            texts.add(part(parts.get(i), param + "[" + i + "]"));
        }
        return new PromptText(String.join("\n", texts));
    }

    private static String part(JsonNode value, String param) {
        if (!(value instanceof ObjectNode object)) {
            throw Fields.wrongType(value, param, "an object with 'type' and 'text'");
        }
        Fields fields = new Fields(object, param);
        String type = fields.requiredString("type", "the part's type, 'text'");
        return switch (type) {
            case "text" -> fields.requiredString("text", "the part's text");
            case "refusal" -> fields.requiredString("refusal", "the part's text");
            default ->
                    throw new InvalidRequest(
                            "Unsupported value for '%s': %s; only text is."
                                    .formatted(fields.param("type"), known(type)),
                            fields.param("type"),
                            "unsupported_value");
        };
    }

    private static String known(String type) {
        return switch (type) {
            case "image_url", "input_audio", "video_url", "file" ->
                    "content parts of type '%s' are not supported by this model".formatted(type);
            default -> "this type of content part is unknown";
        };
    }
}
