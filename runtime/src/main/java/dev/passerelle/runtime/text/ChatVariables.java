package dev.passerelle.runtime.text;

import dev.passerelle.runtime.ChatMessage;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.Role;
import dev.passerelle.runtime.Tool;
import dev.passerelle.runtime.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A conversation as chat templates find it: messages and tools as OpenAI's API writes them.
final class ChatVariables {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS).build();

    private ChatVariables() {}

    /// What templates differ in about calls of tools.
    ///
    /// @param noContent whether a message without text has no content, else an empty one
    /// @param parsedArguments whether arguments are a mapping, else JSON text
    record Manner(boolean noContent, boolean parsedArguments) {

        private static final List<Manner> KNOWN =
                List.of(
                        new Manner(true, true),
                        new Manner(false, true),
                        new Manner(true, false),
                        new Manner(false, false));

        /// The first that a template renders sensibly.
        ///
        /// @param render null where it fails
        static Manner of(Function<Map<String, @Nullable Object>, @Nullable String> render) {
            return KNOWN.stream()
                    .filter(manner -> {
                        String text = render.apply(probe(manner));
                        return text != null
                                && text.contains("needle")
                                && !text.contains("None")
                                && !text.contains("'needle':")
                                && !text.contains("\\\"needle");
                    })
                    .findFirst()
                    .orElse(KNOWN.get(1)); // calls that it doesn't show
        }

        private static Map<String, @Nullable Object> probe(Manner manner) {
            ToolCall call = new ToolCall("abcdefgh1", "f", new PromptText("{\"needle\": \"x\"}"));
            List<ChatMessage> messages =
                    List.of(
                            new ChatMessage(Role.USER, new PromptText("a")),
                            new ChatMessage(
                                    Role.ASSISTANT,
                                    new PromptText(""),
                                    Optional.empty(),
                                    List.of(call),
                                    Optional.empty(),
                                    Optional.empty()),
                            new ChatMessage(
                                    Role.TOOL,
                                    new PromptText("b"),
                                    Optional.empty(),
                                    List.of(),
                                    Optional.of("abcdefgh1"),
                                    Optional.of("f")));
            Tool tool = new Tool("f", "c", "{\"type\":\"object\",\"properties\":{}}", false);
            Map<String, @Nullable Object> variables = new HashMap<>();
            variables.put("messages", messages.stream().map(m -> message(m, manner)).toList());
            variables.put("tools", List.of(tool(tool)));
            return variables;
        }
    }

    static Map<String, @Nullable Object> of(Prompt.Chat chat, Manner manner) {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>(chat.templateArguments());
        variables.put("messages", chat.messages().stream().map(m -> message(m, manner)).toList());
        if (!chat.toolUse().tools().isEmpty()) {
            variables.put(
                    "tools", chat.toolUse().tools().stream().map(ChatVariables::tool).toList());
        }
        return variables;
    }

    private static Map<String, @Nullable Object> message(ChatMessage message, Manner manner) {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        variables.put("role", message.role().templateName());
        String text = message.text().value();
        boolean absent = text.isEmpty() && !message.toolCalls().isEmpty() && manner.noContent();
        variables.put("content", absent ? null : text);
        message.reasoning().ifPresent(r -> variables.put("reasoning_content", r.value()));
        if (!message.toolCalls().isEmpty()) {
            variables.put(
                    "tool_calls",
                    message.toolCalls().stream().map(call -> call(call, manner)).toList());
        }
        message.toolCallId().ifPresent(id -> variables.put("tool_call_id", id));
        message.name().ifPresent(name -> variables.put("name", name));
        return variables;
    }

    private static Map<String, Object> call(ToolCall call, Manner manner) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", call.name());
        String arguments = call.arguments().value();
        function.put("arguments", manner.parsedArguments() ? parsed(arguments) : arguments);
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("type", "function");
        variables.put("id", call.id());
        variables.put("function", function);
        return variables;
    }

    private static Map<String, Object> tool(Tool tool) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", tool.name());
        function.put("description", tool.description()); // some templates fail without
        function.put("parameters", parsed(tool.parameters()));
        if (tool.strict()) {
            function.put("strict", true);
        }
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("type", "function");
        variables.put("function", function);
        return variables;
    }

    /// JSON as maps and lists in the order of the text; what is no JSON object stays text.
    private static Object parsed(String json) {
        try {
            return json.isBlank()
                    ? new LinkedHashMap<>()
                    : JSON.readValue(json, LinkedHashMap.class);
        } catch (JacksonException e) {
            return json;
        }
    }

    /// For templates that look for tools in the system message (Phi-4-mini's): puts them there, as
    /// JSON text of their functions.
    static void intoSystemMessage(Map<String, @Nullable Object> variables) {
        if (variables.get("tools") instanceof List<?> tools
                && variables.get("messages") instanceof List<?> given) {
            List<@Nullable Object> functions = new ArrayList<>();
            tools.forEach(tool -> functions.add(((Map<?, ?>) tool).get("function")));
            List<@Nullable Object> messages = new ArrayList<>(given);
            Map<Object, @Nullable Object> system = new LinkedHashMap<>();
            system.put("role", "system");
            system.put("content", "");
            if (messages.getFirst() instanceof Map<?, ?> first
                    && "system".equals(first.get("role"))) {
                system.putAll(first);
                messages.removeFirst();
            }
            system.put("tools", JSON.writeValueAsString(functions));
            messages.addFirst(system);
            variables.put("messages", messages);
        }
    }

    /// The same with each text changed, those of map keys included.
    ///
    /// @param assistantText whether a text is what the assistant itself wrote
    static @Nullable Object texts(@Nullable Object value, boolean assistantText, Change change) {
        return switch (value) {
            case String text -> change.apply(text, assistantText);
            case List<?> list -> {
                List<@Nullable Object> changed = new ArrayList<>();
                list.forEach(each -> changed.add(texts(each, assistantText, change)));
                yield changed;
            }
            case Map<?, ?> map -> {
                boolean assistant = "assistant".equals(map.get("role"));
                Map<@Nullable Object, @Nullable Object> changed = new LinkedHashMap<>();
                map.forEach((key, each) ->
                        changed.put(
                                texts(key, false, change),
                                texts(each, assistant && each instanceof String, change)));
                yield changed;
            }
            case null -> null;
            default -> value;
        };
    }

    /// What becomes of a text.
    @FunctionalInterface
    interface Change {
        String apply(String text, boolean assistantText);
    }
}
