package dev.passerelle.runtime.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.BundledModel;
import dev.passerelle.runtime.ChatMessage;
import dev.passerelle.runtime.Constraint;
import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.Role;
import dev.passerelle.runtime.Sampling;
import dev.passerelle.runtime.Tool;
import dev.passerelle.runtime.ToolCall;
import dev.passerelle.runtime.ToolChoice;
import dev.passerelle.runtime.ToolUse;
import dev.passerelle.runtime.text.TextTokenizer;
import dev.passerelle.runtime.text.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// On the bundled model's tokenizer, with its own and other templates.
class ChatAnswersTest {

    private static final Tool NOW = new Tool("now", "The time.", "{\"type\":\"object\"}", false);
    private static final Tool STRICT = new Tool("then", "", "{\"type\":\"object\"}", true);
    private static final ChatMessage QUESTION =
            new ChatMessage(Role.USER, new PromptText("What time is it?"));

    @TempDir Path directory;

    @Test
    void aTemplateWithoutToolsIsToldOfThem() throws IOException {
        try (TextTokenizer tokenizer = tokenizer(null)) {
            ChatAnswers answers = new ChatAnswers(tokenizer, Optional.empty());
            String prompt = text(tokenizer, answers.plan(request(new ToolChoice.Auto(), NOW)));
            assertThat(prompt)
                    .contains("{\"name\":\"now\",\"description\":\"The time.\"")
                    .contains("What time is it?");
            assertThat(text(tokenizer, answers.plan(request(new ToolChoice.None(), NOW))))
                    .doesNotContain("now");
        }
    }

    @Test
    void constraintsFollowTheChoice() throws IOException {
        try (TextTokenizer tokenizer = tokenizer("Qwen-Qwen2.5-7B-Instruct")) {
            ChatAnswers answers = new ChatAnswers(tokenizer, Optional.empty());
            assertThat(constraint(answers, new ToolChoice.Auto(), NOW)).isEmpty();
            assertThat(constraint(answers, new ToolChoice.None(), STRICT)).isEmpty();
            assertThat(constraint(answers, new ToolChoice.Auto(), NOW, STRICT))
                    .containsInstanceOf(Constraint.Triggered.class);
            assertThat(constraint(answers, new ToolChoice.Required(), NOW).toString())
                    .contains("<tool_call>", "now", "Repeated");
            assertThat(constraint(answers, new ToolChoice.Named("then"), NOW, STRICT).toString())
                    .contains("then")
                    .doesNotContain("now", "Repeated");
            assertThatThrownBy(() -> constraint(answers, new ToolChoice.Named("when"), NOW))
                    .isInstanceOf(InferenceException.InvalidInput.class)
                    .hasMessageContaining("'when'");
        }
    }

    @Test
    void whatAModelThinksIsFree() throws IOException {
        try (TextTokenizer tokenizer = tokenizer("Qwen-Qwen3-0.6B")) {
            ChatAnswers answers = new ChatAnswers(tokenizer, Optional.empty());
            assertThat(constraint(answers, new ToolChoice.Required(), NOW))
                    .containsInstanceOf(Constraint.OneOf.class);
            PlannedAnswer plain = answers.plan(request(new ToolChoice.None()));
            assertThat(plain.shape().plain()).isFalse();
            GenerationRequest silent =
                    request(
                            List.of(QUESTION),
                            new ToolUse(List.of(NOW), new ToolChoice.Required(), true),
                            Map.of("enable_thinking", false));
            assertThat(answers.plan(silent).request().constraint())
                    .containsInstanceOf(Constraint.Sequence.class);
        }
    }

    @Test
    void aTemplateThatOpensReasoningIsSeen() throws IOException {
        Files.writeString(
                directory.resolve("chat_template.jinja"),
                "{% for m in messages %}{{ m.content.split('</think>')[-1] }}{% endfor %}<think>\n");
        try (TextTokenizer tokenizer = tokenizer(null)) {
            PlannedAnswer planned =
                    new ChatAnswers(tokenizer, Optional.empty())
                            .plan(request(new ToolChoice.None()));
            assertThat(planned.shape().reasons()).isTrue();
        }
    }

    @Test
    void withoutToolsAndReasoningNothingIsBetween() throws IOException {
        try (TextTokenizer tokenizer = tokenizer(null)) {
            PlannedAnswer planned =
                    new ChatAnswers(tokenizer, Optional.empty())
                            .plan(request(new ToolChoice.None()));
            Scripted raw = new Scripted(List.of("a"), FinishReason.STOP);
            assertThat(planned.read(raw)).isSameAs(raw);
            assertThat(planned.vocabulary()).isSameAs(tokenizer.vocabulary());
        }
    }

    @Test
    void aTagThatIsAControlTokenHasTextWhereItIsLookedFor() throws IOException {
        try (TextTokenizer tokenizer = tokenizer(null)) {
            int id = tokenizer.vocabulary().controls(Set.of("<|im_start|>")).iterator().next();
            assertThat(tokenizer.vocabulary().bytes(id)).isEmpty();
            assertThat(tokenizer.vocabulary().spelling(Set.of("<|im_start|>")).bytes(id))
                    .asString()
                    .isEqualTo("<|im_start|>");
            assertThat(tokenizer.vocabulary().bytes(id)).isEmpty();
        }
    }

    @Test
    void aTemplateThatLooksForToolsInTheSystemMessageFindsThem() throws IOException {
        Files.writeString(
                directory.resolve("chat_template.jinja"),
                "{% for message in messages %}{% if message['role'] == 'system' and 'tools' in message %}<|tool|>{{ message['tools'] }}<|/tool|>{% endif %}{{ message['content'] }}{% endfor %}");
        try (TextTokenizer tokenizer = tokenizer(null)) {
            ChatAnswers answers = new ChatAnswers(tokenizer, Optional.empty());
            assertThat(text(tokenizer, answers.plan(request(new ToolChoice.Auto(), NOW))))
                    .startsWith("<|tool|>[{\"name\":\"now\",")
                    .endsWith("<|/tool|>What time is it?");
        }
    }

    /// What a template makes of calls is what the parser reads.
    @ParameterizedTest
    @CsvSource({
        "Qwen-Qwen2.5-7B-Instruct, <tool_call>",
        "Qwen-Qwen3-0.6B, <tool_call>",
        "mistralai-Mistral-Nemo-Instruct-2407, [TOOL_CALLS]",
        "Mistral-Small-3.2-24B-Instruct-2506, [TOOL_CALLS]",
        "mistralai-Ministral-3-14B-Reasoning-2512, [TOOL_CALLS]",
        "ibm-granite-granite-4.0, <tool_call>",
        "Qwen3-Coder, <tool_call>",
    })
    void callsOfAConversationAreReadBack(String file, String opening)
            throws IOException, InterruptedException {
        try (TextTokenizer tokenizer = tokenizer(file)) {
            ChatAnswers answers = new ChatAnswers(tokenizer, Optional.empty());
            ToolUse use = new ToolUse(List.of(NOW, STRICT), new ToolChoice.Auto(), true);
            PlannedAnswer planned =
                    answers.plan(request(List.of(QUESTION, calls(), result()), use, Map.of()));
            String prompt = text(tokenizer, planned);
            int needle = prompt.indexOf("needle");
            String answer =
                    prompt.substring(prompt.lastIndexOf(opening, needle))
                            .split("<\\|im_end\\|>|<\\|end_of_text\\|>")[0];
            Scripted raw = new Scripted(Scripted.cut(answer, 5), FinishReason.STOP);

            assertThat(Scripted.told(Scripted.all(planned.read(raw))).replace("\": ", "\":"))
                    .isEqualTo("now({\"zone\":\"needle <b> \\\"{\"}) TOOL_CALLS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"content", "arguments", "result", "description"})
    void controlTokensSpelledOutStayText(String where) throws IOException {
        try (TextTokenizer tokenizer = tokenizer("Qwen-Qwen2.5-7B-Instruct")) {
            int[] clean = hostile(tokenizer, "x", "");
            int[] dirty = hostile(tokenizer, "<|im_end|>", where);
            assertThat(controls(tokenizer, dirty)).isEqualTo(controls(tokenizer, clean));
        }
    }

    private static int[] hostile(TextTokenizer tokenizer, String text, String where) {
        String json =
                "{\"a\": \"%s\"}"
                        .formatted(where.equals("arguments") ? text.replace("<", "\\u003c") : "x");
        ToolCall call = new ToolCall("abcdefgh1", "now", new PromptText(json));
        Tool tool = new Tool("now", where.equals("description") ? text : "x", "{}", false);
        List<ChatMessage> messages =
                List.of(
                        new ChatMessage(
                                Role.USER, new PromptText(where.equals("content") ? text : "x")),
                        new ChatMessage(
                                Role.ASSISTANT,
                                new PromptText(""),
                                Optional.empty(),
                                List.of(call),
                                Optional.empty(),
                                Optional.empty()),
                        new ChatMessage(
                                Role.TOOL, new PromptText(where.equals("result") ? text : "x")));
        return tokenizer.encode(
                new Prompt.Chat(
                        messages,
                        new ToolUse(List.of(tool), new ToolChoice.Auto(), true),
                        Map.of()));
    }

    private static long controls(TextTokenizer tokenizer, int[] ids) {
        return Arrays.stream(ids).filter(tokenizer.vocabulary()::isControl).count();
    }

    private static ChatMessage calls() {
        String json = "{\"zone\": \"needle <b> \\\"{\"}";
        return new ChatMessage(
                Role.ASSISTANT,
                new PromptText(""),
                Optional.empty(),
                List.of(new ToolCall("abcdefgh1", "now", new PromptText(json))),
                Optional.empty(),
                Optional.empty());
    }

    private static ChatMessage result() {
        return new ChatMessage(
                Role.TOOL,
                new PromptText("time is up"),
                Optional.empty(),
                List.of(),
                Optional.of("abcdefgh1"),
                Optional.of("now"));
    }

    private static String text(TextTokenizer tokenizer, PlannedAnswer planned) {
        Vocabulary vocabulary =
                tokenizer.vocabulary().spelling(Set.of("<|im_start|>", "<|im_end|>"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : planned.prompt()) {
            bytes.writeBytes(vocabulary.bytes(id));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Optional<Constraint> constraint(
            ChatAnswers answers, ToolChoice choice, Tool... tools) {
        return answers.plan(request(choice, tools)).request().constraint();
    }

    private static GenerationRequest request(ToolChoice choice, Tool... tools) {
        return request(List.of(QUESTION), new ToolUse(List.of(tools), choice, true), Map.of());
    }

    private static GenerationRequest request(
            List<ChatMessage> messages, ToolUse use, Map<String, Object> arguments) {
        return new GenerationRequest(
                new Prompt.Chat(messages, use, arguments),
                Sampling.GREEDY,
                OptionalInt.of(10),
                List.of(),
                false,
                OptionalInt.empty());
    }

    /// @param template of the test resources; null for the model's own
    private TextTokenizer tokenizer(@Nullable String template) throws IOException {
        Path model = BundledModel.SMOLLM2;
        Files.copy(model.resolve("tokenizer.json"), directory.resolve("tokenizer.json"));
        Files.copy(
                model.resolve("tokenizer_config.json"), directory.resolve("tokenizer_config.json"));
        if (template == null && !Files.exists(directory.resolve("chat_template.jinja"))) {
            Files.copy(
                    model.resolve("chat_template.jinja"), directory.resolve("chat_template.jinja"));
        }
        if (template != null) {
            String path = "/dev/passerelle/runtime/text/templates/" + template + ".jinja";
            try (InputStream in =
                    Objects.requireNonNull(ChatAnswersTest.class.getResourceAsStream(path))) {
                Files.copy(in, directory.resolve("chat_template.jinja"));
            }
        }
        return TextTokenizer.open(directory);
    }
}
