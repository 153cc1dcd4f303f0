package dev.passerelle.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.passerelle.runtime.ChatMessage;
import dev.passerelle.runtime.Constraint;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.GenerationEvent.Reasoning;
import dev.passerelle.runtime.GenerationEvent.ToolCallArguments;
import dev.passerelle.runtime.GenerationEvent.ToolCallBegun;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.Role;
import dev.passerelle.runtime.Sampling;
import dev.passerelle.runtime.Tenant;
import dev.passerelle.runtime.Tool;
import dev.passerelle.runtime.ToolChoice;
import dev.passerelle.runtime.ToolUse;
import dev.passerelle.runtime.importer.DecoderShape;
import dev.passerelle.runtime.importer.Fixtures;
import dev.passerelle.runtime.text.TextTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Answers with tools of a model that says anything: what it must not say, it doesn't.
@Timeout(60)
class ToolAnswersTest {

    private static final int LENGTH = 700;
    private static final EngineOptions OPTIONS =
            new EngineOptions(2, LENGTH, 5, Duration.ofMinutes(1), 64, 1, Precision.AS_STORED);
    private static final String SCHEMA =
            """
            {"type":"object","properties":{"unit":{"enum":["c","f"]},
            "days":{"type":"integer","minimum":1,"maximum":14},
            "city":{"type":"string","maxLength":6}},"required":["unit","days"],"additionalProperties":false}\
            """;
    private static final List<Tool> TOOLS =
            List.of(
                    new Tool("weather", "", SCHEMA, true),
                    new Tool("stop", "", "{\"type\":\"object\",\"maxProperties\":0}", true));

    @TempDir private Path directory;

    /// Recognised by these words; the tag is a control token of the vocabulary or text.
    @ParameterizedTest
    @CsvSource({
        "<tool_call>, <tool_call>",
        "<tool_call>, <none>",
        "<tool_call> <function= <parameter=, <none>",
        "<|python_tag|>, <|python_tag|>",
        "func_name1(, <none>",
        "<|python_start|>, <|python_start|>",
        "[TOOL_CALLS], [TOOL_CALLS]",
        "[TOOL_CALLS] [ARGS], [TOOL_CALLS]",
        "<|tool_call|>, <|tool_call|>",
        "<|tool_call|> <|/tool_call|>, <none>"
    })
    void whatMustBeACallIsOne(String words, String control) throws Exception {
        try (GenerationEngine engine = engine(words, control)) {
            for (int seed = 0; seed < 4; seed++) {
                boolean parallel = seed % 2 == 0;
                ToolChoice choice =
                        seed < 2 ? new ToolChoice.Required() : new ToolChoice.Named("weather");
                Answer answer = answer(engine, choice, parallel, seed, Optional.empty());
                if (answer.reason == FinishReason.LENGTH) {
                    continue;
                }
                assertThat(answer.reason).as("%s", answer).isEqualTo(FinishReason.TOOL_CALLS);
                assertThat(answer.content.toString()).isBlank();
                assertThat(answer.calls).isNotEmpty();
                if (!parallel || choice instanceof ToolChoice.Named) {
                    assertThat(answer.calls).hasSize(1);
                }
                assertValid(answer);
                assertCounted(answer);
            }
        }
    }

    @Test
    void reasoningComesBeforeWhatIsAsked() throws Exception {
        try (GenerationEngine engine = engine("<tool_call> </think>", "<think>")) {
            Constraint digits = new Constraint.Regex("[0-9]{3}");
            int finished = 0;
            for (int seed = 0; seed < 6; seed++) {
                Answer answer =
                        answer(engine, new ToolChoice.None(), true, seed, Optional.of(digits));
                if (answer.reason == FinishReason.STOP) {
                    finished++;
                    assertThat(answer.content.toString()).matches("[0-9]{3}");
                }
                assertCounted(answer);
            }
            assertThat(finished).isPositive();
        }
    }

    @Test
    void anAnswerIsCallsOrWhatTheFormatAsksFor() throws Exception {
        try (GenerationEngine engine = engine("<tool_call>", "<tool_call>")) {
            Constraint digits = new Constraint.Regex("[0-9]{3}");
            for (int seed = 0; seed < 6; seed++) {
                Answer answer =
                        answer(engine, new ToolChoice.Auto(), false, seed, Optional.of(digits));
                if (answer.calls.isEmpty()) {
                    assertThat(answer.content.toString()).matches("[0-9]{3}");
                } else {
                    assertValid(answer);
                }
                assertCounted(answer);
            }
        }
    }

    @Test
    void strictToolsBindWhereTheModelChooses() throws Exception {
        try (GenerationEngine engine = engine("<tool_call>", "<tool_call>")) {
            for (int seed = 0; seed < 6; seed++) {
                Answer answer = answer(engine, new ToolChoice.Auto(), true, seed, Optional.empty());
                if (answer.reason == FinishReason.TOOL_CALLS) {
                    assertValid(answer);
                }
                assertCounted(answer);
            }
        }
    }

    /// The token that ends a turn has no event.
    private static void assertCounted(Answer answer) {
        assertThat(answer.completionTokens - answer.counted).as("%s", answer).isBetween(0, 1);
    }

    private static void assertValid(Answer answer) {
        for (int i = 0; i < answer.calls.size(); i++) {
            String name = answer.calls.get(i);
            String schema =
                    TOOLS.stream()
                            .filter(tool -> tool.name().equals(name))
                            .findFirst()
                            .orElseThrow()
                            .parameters();
            assertThat(
                            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                                    .getSchema(schema, InputFormat.JSON)
                                    .validate(answer.arguments.get(i).toString(), InputFormat.JSON))
                    .as("%s", answer)
                    .isEmpty();
        }
    }

    private Answer answer(
            GenerationEngine engine,
            ToolChoice choice,
            boolean parallel,
            int seed,
            Optional<Constraint> constraint)
            throws InterruptedException {
        Prompt.Chat chat =
                new Prompt.Chat(
                        List.of(new ChatMessage(Role.USER, new PromptText("Hi" + seed))),
                        new ToolUse(TOOLS, choice, parallel),
                        Map.of());
        GenerationRequest request =
                new GenerationRequest(
                        chat,
                        new Sampling(1, 1, 0, 0, OptionalLong.of(seed)),
                        OptionalInt.of(600),
                        List.of(),
                        false,
                        seed % 3 == 0 ? OptionalInt.of(1) : OptionalInt.empty(),
                        OptionalInt.empty(),
                        constraint);
        Answer answer = new Answer();
        try (Generation generation = engine.prepare(request, Tenant.EVERYONE).start(600)) {
            while (answer.reason == null) {
                answer.take(generation.next());
            }
        }
        return answer;
    }

    private GenerationEngine engine(String words, String control) throws IOException {
        Path model = Fixtures.copy("tiny-llama", directory.resolve("model"));
        Files.writeString(
                model.resolve("chat_template.jinja"),
                "{# tools %s #}{%% for m in messages %%}{{ m['content'] }}{%% endfor %%}"
                        .formatted(words));
        for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
            String text = Files.readString(model.resolve(file));
            Files.writeString(model.resolve(file), text.replace("<|endoftext|>", control));
        }
        TextTokenizer tokenizer = TextTokenizer.open(model);
        int size = tokenizer.vocabulary().size();
        return GenerationEngine.start(
                tokenizer,
                new DecoderShape("fake", 1, 1, 1, size, LENGTH, List.of(2), 0),
                LENGTH,
                new FakeDecoder(OPTIONS.slots() + 1, LENGTH, size),
                OPTIONS,
                System::nanoTime);
    }

    /// What came of a generation.
    private static final class Answer {
        private final StringBuilder content = new StringBuilder();
        private final List<String> calls = new ArrayList<>();
        private final List<StringBuilder> arguments = new ArrayList<>();
        private @Nullable FinishReason reason;
        private int counted;
        private int completionTokens;

        void take(GenerationEvent event) {
            switch (event) {
                case Delta(var text, var tokens, _) -> {
                    content.append(text);
                    counted += tokens;
                }
                case Reasoning(_, var tokens) -> counted += tokens;
                case ToolCallBegun call -> {
                    calls.add(call.name());
                    arguments.add(new StringBuilder());
                    counted += call.tokens();
                }
                case ToolCallArguments more -> {
                    arguments.getLast().append(more.json());
                    counted += more.tokens();
                }
                case Finished(var why, var usage) -> {
                    reason = why;
                    completionTokens = usage.completionTokens();
                }
                case Failed(var cause) -> throw cause;
                default -> {}
            }
        }

        @Override
        public String toString() {
            return content + " " + calls + " " + arguments + " " + reason;
        }
    }
}
