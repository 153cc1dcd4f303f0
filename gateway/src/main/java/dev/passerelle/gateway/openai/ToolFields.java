package dev.passerelle.gateway.openai;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.runtime.Tool;
import dev.passerelle.runtime.ToolChoice;
import dev.passerelle.runtime.ToolUse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Decodes `tools`, `tool_choice` and `parallel_tool_calls` of a chat request.
final class ToolFields {
    private static final int MOST_TOOLS = 128;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final String NO_PARAMETERS =
            "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}";
    private static final String CHOICES =
            "none, auto, required, or an object that names a function";

    private ToolFields() {}

    static ToolUse decode(Fields body) {
        List<Tool> tools = tools(body);
        boolean parallel =
                body.value("parallel_tool_calls") == null || body.flag("parallel_tool_calls");
        ToolUse use = choice(body, tools, parallel);
        return use.tools().isEmpty() ? ToolUse.NONE : use;
    }

    private static List<Tool> tools(Fields body) {
        JsonNode value = body.value("tools");
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof ArrayNode array)) {
            throw Fields.wrongType(value, "tools", "an array of tools");
        }
        if (array.size() > MOST_TOOLS) {
            throw Fields.wrongValue(
                    array.size() + " tools", "tools", "at most " + MOST_TOOLS + " tools");
        }
        List<Tool> tools = new ArrayList<>(array.size());
        Set<String> names = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            Fields function = function(array.get(i), "tools[" + i + "]");
            Tool tool = tool(function);
            if (!names.add(tool.name())) {
                throw Fields.wrongValue(
                        "one twice", function.param("name"), "a name of its own for each tool");
            }
            tools.add(tool);
        }
        return tools;
    }

    /// The member `function` of something of type `function`.
    private static Fields function(JsonNode value, String param) {
        if (!(value instanceof ObjectNode object)) {
            throw Fields.wrongType(value, param, "an object with 'type' and 'function'");
        }
        Fields fields = new Fields(object, param);
        String type = fields.requiredString("type", "'function'");
        if (!type.equals("function")) {
            throw new InvalidRequest(
                    "Unsupported value for '%s': only tools of type 'function' are supported."
                            .formatted(fields.param("type")),
                    fields.param("type"),
                    "unsupported_value");
        }
        return fields.requiredObject("function", "an object with the function's 'name'");
    }

    private static Tool tool(Fields function) {
        JsonNode parameters = function.value("parameters");
        if (parameters != null && !parameters.isObject()) {
            throw Fields.wrongType(parameters, function.param("parameters"), "a JSON Schema");
        }
        return new Tool(
                name(function),
                function.string("description").orElse(""),
                parameters == null || parameters.isEmpty() ? NO_PARAMETERS : Json.text(parameters),
                function.flag("strict"));
    }

    private static String name(Fields function) {
        String name = function.requiredString("name", "the function's name");
        if (!NAME.matcher(name).matches()) {
            throw Fields.wrongValue(
                    "another", function.param("name"), "1 to 64 of a-z, A-Z, 0-9, _ and -");
        }
        return name;
    }

    private static ToolUse choice(Fields body, List<Tool> tools, boolean parallel) {
        JsonNode value = body.value("tool_choice");
        return switch (value) {
            case null -> new ToolUse(tools, new ToolChoice.Auto(), parallel);
            case ObjectNode object -> chosen(new Fields(object, "tool_choice"), tools, parallel);
            case JsonNode mode when mode.isString() ->
                    new ToolUse(tools, mode(mode.stringValue(), "tool_choice", tools), parallel);
            case JsonNode other -> throw Fields.wrongType(other, "tool_choice", CHOICES);
        };
    }

    private static ToolChoice mode(String mode, String param, List<Tool> tools) {
        return switch (mode) {
            case "none" -> new ToolChoice.None();
            case "auto" -> new ToolChoice.Auto();
            case "required" -> {
                if (tools.isEmpty()) {
                    throw new InvalidRequest(
                            "'%s' requires a call, but there are no tools: send some in 'tools'."
                                    .formatted(param),
                            param,
                            "invalid_value");
                }
                yield new ToolChoice.Required();
            }
            default -> throw Fields.wrongValue("another", param, CHOICES);
        };
    }

    private static ToolUse chosen(Fields choice, List<Tool> tools, boolean parallel) {
        String type = choice.requiredString("type", "'function' or 'allowed_tools'");
        if (!type.equals("allowed_tools")) {
            Tool tool = known(function(choice.node(), choice.path()), tools);
            return new ToolUse(tools, new ToolChoice.Named(tool.name()), parallel);
        }
        Fields allowed =
                choice.requiredObject("allowed_tools", "an object with 'mode' and 'tools'");
        String mode = allowed.requiredString("mode", "auto or required");
        if (!mode.equals("auto") && !mode.equals("required")) {
            throw Fields.wrongValue("another", allowed.param("mode"), "auto or required");
        }
        List<Tool> some = allowed(allowed, tools);
        return new ToolUse(some, mode(mode, allowed.param("mode"), some), parallel);
    }

    private static List<Tool> allowed(Fields allowed, List<Tool> tools) {
        JsonNode value = allowed.required("tools", "an array of tools by name");
        String param = allowed.param("tools");
        if (!(value instanceof ArrayNode array) || array.isEmpty()) {
            throw Fields.wrongType(value, param, "an array of at least one tool by name");
        }
        Set<Tool> some = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            some.add(known(function(array.get(i), param + "[" + i + "]"), tools));
        }
        return tools.stream().filter(some::contains).toList();
    }

    private static Tool known(Fields function, List<Tool> tools) {
        String name = name(function);
        return tools.stream()
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new InvalidRequest(
                                "Invalid value for '%s': 'tools' has no function of this name."
                                        .formatted(function.param("name")),
                                function.param("name"),
                                "invalid_value"));
    }
}
