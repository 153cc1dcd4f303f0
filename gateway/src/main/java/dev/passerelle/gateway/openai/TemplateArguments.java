package dev.passerelle.gateway.openai;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Decodes what a chat request tells the model's template: `reasoning_effort` and
/// `chat_template_kwargs`, which wins.
final class TemplateArguments {
    private static final List<String> EFFORTS =
            List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    /// What the server itself tells every template.
    private static final List<String> OWN =
            List.of("messages", "tools", "documents", "add_generation_prompt");

    private TemplateArguments() {}

    static Map<String, Object> decode(Fields fields) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        fields.string("reasoning_effort").ifPresent(effort -> effort(effort, arguments));
        fields.object("chat_template_kwargs").ifPresent(given -> copy(given, arguments));
        return arguments;
    }

    /// Templates of families that think know one or the other, or neither.
    private static void effort(String effort, Map<String, Object> arguments) {
        if (!EFFORTS.contains(effort)) {
            throw Fields.wrongValue("another", "reasoning_effort", String.join(", ", EFFORTS));
        }
        arguments.put("reasoning_effort", effort);
        if (effort.equals("none")) {
            arguments.put("enable_thinking", false);
        }
    }

    private static void copy(Fields given, Map<String, Object> arguments) {
        for (var argument : given.node().properties()) {
            String name = argument.getKey();
            if (OWN.contains(name)) {
                throw new InvalidRequest(
                        "Unsupported value for '%s': the server sets this one."
                                .formatted(given.param(name)),
                        given.param(name),
                        "unsupported_value");
            }
            if (!argument.getValue().isNull()) {
                arguments.put(name, Json.plain(argument.getValue()));
            }
        }
    }
}
