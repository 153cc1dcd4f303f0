package dev.passerelle.gateway.openai;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.runtime.ChatMessage;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Decodes `messages` of a chat request. Content parts of type `text` are joined by newlines, as
/// vLLM and llama.cpp do.
final class Messages {
    private static final List<String> UNSUPPORTED = List.of("tool_calls", "function_call", "audio");

    private Messages() {}

    static List<ChatMessage> decode(Fields body) {
        JsonNode value = body.required("messages", "an array of at least one message");
        if (!(value instanceof ArrayNode array)) {
            throw Fields.wrongType(value, "messages", "an array of messages");
        }
        if (array.isEmpty()) {
            throw Fields.wrongValue("an empty array", "messages", "at least one message");
        }
        List<ChatMessage> messages = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            messages.add(message(array.get(i), "messages[" + i + "]"));
        }
        return messages;
    }

    private static ChatMessage message(JsonNode value, String param) {
        if (!(value instanceof ObjectNode object)) {
            throw Fields.wrongType(value, param, "an object with 'role' and 'content'");
        }
        Fields fields = new Fields(object, param);
        Role role = role(fields);
        refuseUnsupported(fields);
        return new ChatMessage(role, new PromptText(content(fields)));
    }

    private static Role role(Fields fields) {
        String name = fields.requiredString("role", "system, developer, user, assistant or tool");
        for (Role role : Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
                return role;
            }
        }
        throw Fields.wrongValue(
                "another role", fields.param("role"), "system, developer, user, assistant or tool");
    }

    private static void refuseUnsupported(Fields fields) {
        for (String name : UNSUPPORTED) {
            JsonNode value = fields.value(name);
            if (value != null && !(value.isContainer() && value.isEmpty())) {
                throw unsupported(
                        fields.param(name), "'%s' in a message is not supported".formatted(name));
            }
        }
    }

    private static String content(Fields fields) {
        JsonNode content = fields.required("content", "a string or an array of text parts");
        String param = fields.param("content");
        if (content.isString()) {
            return content.stringValue();
        }
        if (!(content instanceof ArrayNode parts)) {
            throw Fields.wrongType(content, param, "a string or an array of text parts");
        }
        List<String> texts = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            texts.add(part(parts.get(i), param + "[" + i + "]"));
        }
        return String.join("\n", texts);
    }

    private static String part(JsonNode value, String param) {
        if (!(value instanceof ObjectNode object)) {
            throw Fields.wrongType(value, param, "an object with 'type' and 'text'");
        }
        Fields fields = new Fields(object, param);
        String type = fields.requiredString("type", "the part's type, 'text'");
        if (!type.equals("text")) {
            throw unsupported(fields.param("type"), known(type));
        }
        return fields.requiredString("text", "the part's text");
    }

    private static String known(String type) {
        return switch (type) {
            case "image_url", "input_audio", "file", "refusal" ->
                    "content parts of type '%s' are not supported by this model".formatted(type);
            default -> "this type of content part is unknown";
        };
    }

    private static InvalidRequest unsupported(String param, @Nullable String what) {
        return new InvalidRequest(
                "Unsupported value for '%s': %s; only text is.".formatted(param, what),
                param,
                "unsupported_value");
    }
}
