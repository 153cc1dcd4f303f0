package dev.passerelle.gateway.openai;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.runtime.ChatMessage;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.Role;
import dev.passerelle.runtime.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Decodes `messages` of a chat request.
final class Messages {
    private static final List<String> UNSUPPORTED = List.of("function_call", "audio");
    private static final String ROLES = "system, developer, user, assistant or tool";

    private final MessageTools tools = new MessageTools();

    private Messages() {}

    static List<ChatMessage> decode(Fields body) {
        JsonNode value = body.required("messages", "an array of at least one message");
        if (!(value instanceof ArrayNode array)) {
            throw Fields.wrongType(value, "messages", "an array of messages");
        }
        if (array.isEmpty()) {
            throw Fields.wrongValue("an empty array", "messages", "at least one message");
        }
        Messages reader = new Messages();
        List<ChatMessage> messages = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            messages.add(reader.message(array.get(i), "messages[" + i + "]"));
        }
        return messages;
    }

    private ChatMessage message(JsonNode value, String param) {
        if (!(value instanceof ObjectNode object)) {
            throw Fields.wrongType(value, param, "an object with 'role' and 'content'");
        }
        Fields fields = new Fields(object, param);
        Role role = role(fields);
        refuseUnsupported(fields);
        return switch (role) {
            case ASSISTANT -> assistant(fields);
            case TOOL -> result(fields);
            case SYSTEM, DEVELOPER, USER -> said(role, fields);
        };
    }

    private static ChatMessage said(Role role, Fields fields) {
        refuseCalls(fields);
        return new ChatMessage(
                role,
                MessageContent.required(fields),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                fields.string("name"));
    }

    private ChatMessage assistant(Fields fields) {
        List<ToolCall> calls = tools.calls(fields);
        Optional<PromptText> refusal = fields.string("refusal").map(PromptText::new);
        PromptText text =
                calls.isEmpty() && refusal.isEmpty()
                        ? MessageContent.required(fields)
                        : MessageContent.optional(fields)
                                .or(() -> refusal)
                                .orElse(new PromptText(""));
        return new ChatMessage(
                Role.ASSISTANT,
                text,
                fields.string("reasoning_content")
                        .or(() -> fields.string("reasoning"))
                        .map(PromptText::new),
                calls,
                Optional.empty(),
                fields.string("name"));
    }

    private ChatMessage result(Fields fields) {
        refuseCalls(fields);
        ToolCall call = tools.answered(fields);
        return new ChatMessage(
                Role.TOOL,
                MessageContent.required(fields),
                Optional.empty(),
                List.of(),
                Optional.of(call.id()),
                Optional.of(fields.string("name").orElse(call.name())));
    }

    private static Role role(Fields fields) {
        String name = fields.requiredString("role", ROLES);
        for (Role role : Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
                return role;
            }
        }
        if (name.equals("function")) {
            throw new InvalidRequest(
                    "Unsupported value for '%s': the role 'function' is not supported; send 'tool' with a 'tool_call_id'."
                            .formatted(fields.param("role")),
                    fields.param("role"),
                    "unsupported_value");
        }
        throw Fields.wrongValue("another role", fields.param("role"), ROLES);
    }

    private static void refuseUnsupported(Fields fields) {
        for (String name : UNSUPPORTED) {
            JsonNode value = fields.value(name);
            if (value != null && !(value.isContainer() && value.isEmpty())) {
                throw new InvalidRequest(
                        "Unsupported value for '%s': '%s' in a message is not supported; only text and tool calls are."
                                .formatted(fields.param(name), name),
                        fields.param(name),
                        "unsupported_value");
            }
        }
    }

    private static void refuseCalls(Fields fields) {
        JsonNode value = fields.value("tool_calls");
        if (value != null && !(value.isContainer() && value.isEmpty())) {
            throw Fields.wrongValue(
                    "some of another role",
                    fields.param("tool_calls"),
                    "calls in messages of the role 'assistant' only");
        }
    }
}
