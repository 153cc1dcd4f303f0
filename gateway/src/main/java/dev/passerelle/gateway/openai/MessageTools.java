package dev.passerelle.gateway.openai;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The calls of a conversation, read message by message, and which of them a result answers.
final class MessageTools {
    private final Map<String, ToolCall> asked = new HashMap<>();

    /// Reads `tool_calls` of an assistant's message; none if there are none.
    List<ToolCall> calls(Fields message) {
        JsonNode value = message.value("tool_calls");
        if (value == null) {
            return List.of();
        }
        String param = message.param("tool_calls");
        if (!(value instanceof ArrayNode array)) {
            throw Fields.wrongType(value, param, "an array of calls");
        }
        List<ToolCall> calls = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            ToolCall call = call(array.get(i), param + "[" + i + "]");
            asked.put(call.id(), call);
            calls.add(call);
        }
        return calls;
    }

    /// The call that a message of the role `tool` answers.
    ToolCall answered(Fields message) {
        String id = message.requiredString("tool_call_id", "the id of the call it answers");
        ToolCall call = asked.get(id);
        if (call == null) {
            throw Fields.wrongValue(
                    "another",
                    message.param("tool_call_id"),
                    "the 'id' of one of the 'tool_calls' of an assistant's message before it");
        }
        return call;
    }

    private static ToolCall call(JsonNode value, String param) {
        if (!(value instanceof ObjectNode object)) {
            throw Fields.wrongType(value, param, "an object with 'id', 'type' and 'function'");
        }
        Fields call = new Fields(object, param);
        String id = call.requiredString("id", "an id that its result refers to");
        String type = call.string("type").orElse("function");
        if (!type.equals("function")) {
            throw new InvalidRequest(
                    "Unsupported value for '%s': only calls of type 'function' are supported."
                            .formatted(call.param("type")),
                    call.param("type"),
                    "unsupported_value");
        }
        Fields function = call.requiredObject("function", "an object with 'name' and 'arguments'");
        return new ToolCall(
                id, function.requiredString("name", "the function's name"), arguments(function));
    }

    private static PromptText arguments(Fields function) {
        String text = function.requiredString("arguments", "a JSON object, as a string");
        String object = text.isBlank() ? "{}" : text;
        if (!Json.lenient(object).isObject()) {
            throw Fields.wrongValue(
                    "something else", function.param("arguments"), "a JSON object, as a string");
        }
        return new PromptText(object);
    }
}
