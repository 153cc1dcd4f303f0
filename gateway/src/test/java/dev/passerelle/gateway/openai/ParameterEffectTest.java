package dev.passerelle.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What each row of the table says is so: a honoured field changes what is generated or answered,
/// an ignored one nothing, and a refused one is refused by name.
class ParameterEffectTest {
    private static final String TOOL = "{\"type\":\"function\",\"function\":{\"name\":\"%s\"}}";
    private static final String TOOLS =
            "\"tools\":[%s,%s]".formatted(TOOL.formatted("a"), TOOL.formatted("b"));

    /// A value that asks for something, by parameter.
    private static final Map<String, String> VALUES =
            Map.ofEntries(
                    Map.entry("model", "\"other\""),
                    Map.entry("messages", "[{\"role\":\"user\",\"content\":\"other\"}]"),
                    Map.entry("prompt", "\"other\""),
                    Map.entry("temperature", "0.5"),
                    Map.entry("top_p", "0.5"),
                    Map.entry("top_k", "5"),
                    Map.entry("min_p", "0.1"),
                    Map.entry("seed", "7"),
                    Map.entry("stop", "[\"a\",\"b\",\"c\",\"d\"]"),
                    Map.entry("ignore_eos", "true"),
                    Map.entry("stream", "true"),
                    Map.entry("stream_options", "{\"include_usage\":true}"),
                    Map.entry("n", "128"),
                    Map.entry("best_of", "20"),
                    Map.entry("frequency_penalty", "-2"),
                    Map.entry("presence_penalty", "2"),
                    Map.entry("repetition_penalty", "1.1"),
                    Map.entry("logit_bias", "{\"5\":-100}"),
                    Map.entry("structured_outputs", "{\"choice\":[\"a\"]}"),
                    Map.entry("guided_json", "{\"type\":\"object\"}"),
                    Map.entry("guided_regex", "\"a+\""),
                    Map.entry("guided_choice", "[\"a\",\"b\"]"),
                    Map.entry("guided_grammar", "\"root ::= 'a'\""),
                    Map.entry("max_completion_tokens", "9"),
                    Map.entry("max_tokens", "9"),
                    Map.entry("tools", "[" + TOOL.formatted("a") + "]"),
                    Map.entry("tool_choice", TOOL.formatted("b")),
                    Map.entry("parallel_tool_calls", "false"),
                    Map.entry("response_format", "{\"type\":\"json_object\"}"),
                    Map.entry("reasoning_effort", "\"high\""),
                    Map.entry("chat_template_kwargs", "{\"enable_thinking\":false}"),
                    Map.entry("top_logprobs", "5"),
                    Map.entry("echo", "true"),
                    Map.entry("functions", "[{\"name\":\"a\"}]"),
                    Map.entry("function_call", "{\"name\":\"a\"}"),
                    Map.entry("modalities", "[\"audio\"]"),
                    Map.entry("audio", "{\"voice\":\"x\"}"),
                    Map.entry("prediction", "{\"type\":\"content\",\"content\":\"x\"}"),
                    Map.entry("web_search_options", "{}"),
                    Map.entry("moderation", "{}"),
                    Map.entry("verbosity", "\"low\""),
                    Map.entry("service_tier", "\"flex\""),
                    Map.entry("suffix", "\"x\""),
                    Map.entry("store", "true"),
                    Map.entry("metadata", "{\"a\":\"b\"}"),
                    Map.entry("user", "\"u\""),
                    Map.entry("safety_identifier", "\"u\""),
                    Map.entry("prompt_cache_key", "\"k\""),
                    Map.entry("prompt_cache_retention", "\"24h\""),
                    Map.entry("prompt_cache_options", "{\"mode\":\"implicit\"}"));

    /// What a parameter only has an effect with.
    private static final Map<String, String> WITH =
            Map.of(
                    "stream_options", "\"stream\":true",
                    "tool_choice", TOOLS,
                    "parallel_tool_calls", TOOLS,
                    "top_logprobs", "\"logprobs\":true",
                    "echo", "\"logprobs\":1");

    static Stream<Parameter> rows() {
        return Parameters.ALL.stream().filter(row -> row.endpoint() != Endpoint.EMBEDDINGS);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void doesWhatTheTableSays(Parameter row) {
        String value = value(row);
        String with = WITH.getOrDefault(row.name(), "");
        switch (row.treatment()) {
            case HONOURED ->
                    assertThat(known(row, with, value)).isNotEqualTo(known(row, with, null));
            case IGNORED -> assertThat(known(row, with, value)).isEqualTo(known(row, with, null));
            case REFUSED ->
                    assertThatThrownBy(() -> decode(row, with, value))
                            .isInstanceOfSatisfying(
                                    InvalidRequest.class,
                                    e -> {
                                        assertThat(e.param()).isEqualTo(row.name());
                                        assertThat(e.code()).isEqualTo("unsupported_value");
                                    });
        }
    }

    private static String value(Parameter row) {
        if (row.name().equals("logprobs")) {
            return row.endpoint() == Endpoint.COMPLETIONS ? "5" : "true";
        }
        return Objects.requireNonNull(VALUES.get(row.name()), "a value of " + row.name());
    }

    /// All of a decoded request but what writes its answer.
    private static List<Object> known(Parameter row, String with, @Nullable String value) {
        TextRequest request = decode(row, with, value);
        assertThat(request.unknown()).isEmpty();
        return List.of(
                request.model(),
                request.generations(),
                request.choosing(),
                request.stream(),
                request.includeUsage());
    }

    private static TextRequest decode(Parameter row, String with, @Nullable String value) {
        boolean chat = row.endpoint() == Endpoint.CHAT_COMPLETIONS;
        StringBuilder body = new StringBuilder("{");
        if (!row.name().equals("model") || value == null) {
            body.append("\"model\":\"m\",");
        }
        String prompt = chat ? "messages" : "prompt";
        if (!row.name().equals(prompt) || value == null) {
            String hi = chat ? "[{\"role\":\"user\",\"content\":\"Hi\"}]" : "\"Hi\"";
            body.append("\"%s\":%s,".formatted(prompt, hi));
        }
        body.append(with.isEmpty() ? "" : with + ",");
        body.append(value == null ? "" : "\"%s\":%s,".formatted(row.name(), value));
        body.setCharAt(body.length() - 1, '}');
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return chat ? ChatRequest.decode(bytes) : CompletionRequest.decode(bytes);
    }
}
