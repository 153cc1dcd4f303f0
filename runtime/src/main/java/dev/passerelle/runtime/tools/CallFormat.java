package dev.passerelle.runtime.tools;

import dev.passerelle.runtime.Tool;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How a family of models writes calls of tools. `docs/tools.md` has a row for each.
public enum CallFormat {
    /// Qwen3-Coder's XML.
    QWEN3_CODER(
            "qwen3-coder",
            "<tool_call>",
            "</tool_call>",
            t -> t.contains("<function=") && t.contains("<parameter=")),
    /// Mistral's from 2025 on: name, `[ARGS]`, arguments.
    MISTRAL_NAMED(
            "mistral-named",
            "[TOOL_CALLS]",
            "",
            t -> t.contains("[TOOL_CALLS]") && t.contains("[ARGS]")),
    /// Mistral's before that: a list of JSON objects.
    MISTRAL("mistral", "[TOOL_CALLS]", "", t -> t.contains("[TOOL_CALLS]")),
    PHI4(
            "phi4",
            "<|tool_call|>",
            "<|/tool_call|>",
            t ->
                    t.contains("<|/tool_call|>")
                            || (t.contains("<|tool|>") && t.contains("<|/tool|>"))),
    GRANITE("granite", "<|tool_call|>", "", t -> t.contains("<|tool_call|>")),
    /// Hermes 2 and 3, Qwen 2.5 and 3, Granite 4, SmolLM3, and models whose template knows no
    /// tools.
    HERMES("hermes", "<tool_call>", "</tool_call>", t -> t.contains("<tool_call>")),
    LLAMA4_PYTHONIC(
            "llama4-pythonic",
            "<|python_start|>",
            "<|python_end|>",
            t -> t.contains("<|python_start|>")),
    LLAMA3_JSON(
            "llama3-json",
            "<|python_tag|>",
            "",
            t -> t.contains("<|python_tag|>") || t.contains("dictionary of argument name")),
    /// A JSON object and nothing around it: what the pythonic models are held to if they must call.
    JSON("json", "", "", _ -> false),
    PYTHONIC("pythonic", "", "", t -> t.contains("func_name1("));

    private final String id;
    private final String opening;
    private final String closing;

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Predicate<String> recognised;

    CallFormat(String id, String opening, String closing, Predicate<String> recognised) {
        this.id = id;
        this.opening = opening;
        this.closing = closing;
        this.recognised = recognised;
    }

    /// Its name in configuration.
    public String id() {
        return id;
    }

    /// What stands before calls; empty if nothing does.
    public String opening() {
        return opening;
    }

    /// What stands after calls; empty if nothing does.
    public String closing() {
        return closing;
    }

    /// Whether calls may also stand alone, as all of the answer.
    boolean bare() {
        return this == LLAMA3_JSON || this == JSON || this == PYTHONIC || this == LLAMA4_PYTHONIC;
    }

    /// The format of a model with that chat template.
    public static CallFormat of(String template) {
        return Arrays.stream(values())
                .filter(format -> format.recognised.test(template))
                .findFirst()
                .orElse(HERMES);
    }

    /// @throws IllegalArgumentException if there is none of that name
    public static CallFormat named(String id) {
        return Arrays.stream(values())
                .filter(format -> format.id.equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "tool format '%s' is not known; known are %s"
                                        .formatted(
                                                id,
                                                Arrays.stream(values())
                                                        .map(CallFormat::id)
                                                        .collect(Collectors.joining(", ")))));
    }

    /// The format that calls are asked for in where grammar must hold them: this one, or one whose
    /// arguments are JSON.
    CallFormat forced() {
        return switch (this) {
            case PYTHONIC, LLAMA4_PYTHONIC -> JSON;
            case QWEN3_CODER -> HERMES;
            default -> this;
        };
    }

    /// A reader for text that begins with the opening, or without it for calls that stand alone.
    CallReader reader(List<Tool> tools, boolean alone) {
        String begin = alone ? "" : opening;
        return switch (this) {
            case PYTHONIC, LLAMA4_PYTHONIC -> new PythonicCallReader(begin, closing);
            case MISTRAL, MISTRAL_NAMED ->
                    new NamedCallReader(begin, new JsonCallReader(begin, closing, Set.of()));
            case QWEN3_CODER -> new TaggedCallReader(begin, closing, schemas(tools));
            default -> new JsonCallReader(begin, closing, alone ? names(tools) : Set.of());
        };
    }

    private static Set<String> names(List<Tool> tools) {
        return tools.stream().map(Tool::name).collect(Collectors.toSet());
    }

    private static Map<String, JsonNode> schemas(List<Tool> tools) {
        return tools.stream()
                .collect(Collectors.toMap(Tool::name, CallFormat::schema, (first, _) -> first));
    }

    private static JsonNode schema(Tool tool) {
        try {
            return JsonMapper.shared().readTree(tool.parameters());
        } catch (JacksonException e) {
            return JsonMapper.shared().createObjectNode();
        }
    }
}
