package dev.passerelle.runtime.tools;

import dev.passerelle.runtime.ChatMessage;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.Role;
import dev.passerelle.runtime.Tool;
import dev.passerelle.runtime.ToolCall;
import dev.passerelle.runtime.ToolUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A conversation for a chat template that knows no tools: they are described in the system
/// message, calls and their results are text, as Hermes models have them.
final class DescribedTools {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String BEFORE = "You can call these functions:\n<tools>\n";
    private static final String AFTER =
            """

            </tools>
            To call one, answer with a JSON object with its name and arguments within <tool_call></tool_call>:
            <tool_call>
            {"name": <function name>, "arguments": <arguments as JSON object>}
            </tool_call>\
            """;

    private DescribedTools() {}

    static Prompt.Chat in(Prompt.Chat chat) {
        List<ChatMessage> messages = new ArrayList<>();
        chat.messages().forEach(message -> messages.add(plain(message)));
        if (!chat.toolUse().tools().isEmpty()) {
            String text = BEFORE + described(chat.toolUse().tools()) + AFTER;
            boolean system =
                    !messages.isEmpty()
                            && Role.SYSTEM
                                    .templateName()
                                    .equals(messages.getFirst().role().templateName());
            String given = system ? messages.removeFirst().text().value() + "\n\n" : "";
            messages.addFirst(new ChatMessage(Role.SYSTEM, new PromptText(given + text)));
        }
        return new Prompt.Chat(messages, ToolUse.NONE, chat.templateArguments());
    }

    private static ChatMessage plain(ChatMessage message) {
        if (message.role() == Role.TOOL) {
            return new ChatMessage(
                    Role.USER,
                    new PromptText(
                            "<tool_response>\n%s\n</tool_response>"
                                    .formatted(message.text().value())));
        }
        StringBuilder text = new StringBuilder(message.text().value());
        for (ToolCall call : message.toolCalls()) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append("<tool_call>\n{\"name\": ")
                    .append(JSON.writeValueAsString(call.name()))
                    .append(", \"arguments\": ")
                    .append(call.arguments().value())
                    .append("}\n</tool_call>");
        }
        return new ChatMessage(message.role(), new PromptText(text.toString()));
    }

    private static String described(List<Tool> tools) {
        StringBuilder lines = new StringBuilder();
        for (Tool tool : tools) {
            Map<String, Object> function = new LinkedHashMap<>();
            function.put("name", tool.name());
            function.put("description", tool.description());
            function.put("parameters", parameters(tool));
            lines.append(lines.isEmpty() ? "" : "\n").append(JSON.writeValueAsString(function));
        }
        return lines.toString();
    }

    private static Object parameters(Tool tool) {
        try {
            return JSON.readTree(tool.parameters());
        } catch (JacksonException e) {
            return tool.parameters();
        }
    }
}
