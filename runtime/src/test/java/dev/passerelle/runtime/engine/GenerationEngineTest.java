package dev.passerelle.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.ChatMessage;
import dev.passerelle.runtime.Constraint;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.GenerationEvent.PromptRead;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.InferenceException.InvalidInput.Subject;
import dev.passerelle.runtime.Penalties;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.Role;
import dev.passerelle.runtime.Sampling;
import dev.passerelle.runtime.TextGenerator;
import dev.passerelle.runtime.Usage;
import dev.passerelle.runtime.loading.LocalRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The engine on the bundled model.
@Timeout(120)
class GenerationEngineTest {

    private static final EngineOptions OPTIONS =
            new EngineOptions(8, 256, 8, Duration.ofMinutes(1), 32, 0, Precision.AS_STORED);

    @TempDir private static Path imports;

    private static TextGenerator engine;

    @BeforeAll
    static void load() {
        engine = open();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void answersAQuestion() throws InterruptedException {
        try (Generation generation = engine.generate(chat("What is the capital of France?", 40))) {
            List<GenerationEvent> events = events(generation);
            assertThat(text(events)).isEqualTo("The capital of France is Paris.");
            Finished end = (Finished) events.getLast();
            assertThat(end.reason()).isEqualTo(FinishReason.STOP);
            assertThat(end.usage().promptTokens())
                    .isEqualTo(37)
                    .isEqualTo(generation.promptTokens());
            assertThat(end.usage().completionTokens()).isEqualTo(8);
        }
    }

    @Test
    void streamsTogetherSayWhatEachSaysAlone() throws Exception {
        List<GenerationRequest> requests =
                IntStream.range(0, 12)
                        .mapToObj(i ->
                                i % 3 == 0
                                        ? sampled(subject(i), 8 + i, i)
                                        : chat(subject(i), 8 + i))
                        .toList();
        List<String> alone = new ArrayList<>();
        for (GenerationRequest request : requests) {
            alone.add(run(request));
        }
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> together =
                    requests.stream().map(request -> readers.submit(() -> run(request))).toList();
            for (int i = 0; i < requests.size(); i++) {
                assertThat(together.get(i).get()).isEqualTo(alone.get(i));
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameText() throws InterruptedException {
        String text = run(sampled("Tell me a story.", 12, 7));
        assertThat(run(sampled("Tell me a story.", 12, 7))).isEqualTo(text);
        assertThat(run(sampled("Tell me a story.", 12, 8))).isNotEqualTo(text);
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeAnyWork() {
        assertThatThrownBy(() -> engine.generate(chat("word ".repeat(400), 10)))
                .isInstanceOf(InferenceException.ContextLengthExceeded.class)
                .hasMessageContaining("context length is 256");
        assertThatThrownBy(() -> engine.generate(chat("Hello", 250)))
                .isInstanceOf(InferenceException.ContextLengthExceeded.class)
                .hasMessageContaining("250 more were asked for");
        assertThatThrownBy(() -> engine.generate(chat("a".repeat(10_000_000), 10)))
                .isInstanceOf(InferenceException.ContextLengthExceeded.class)
                .hasMessageContaining("10000000 characters");
        assertThat(engine.load().queued()).isZero();
    }

    @Test
    void anEmptyPromptIsRefused() {
        GenerationRequest empty =
                new GenerationRequest(
                        new Prompt.Text(new PromptText("")),
                        Sampling.GREEDY,
                        OptionalInt.of(5),
                        List.of(),
                        false,
                        OptionalInt.empty());
        assertThatThrownBy(() -> engine.generate(empty))
                .isInstanceOf(InferenceException.InvalidInput.class)
                .hasMessageContaining("no tokens");
    }

    @Test
    void aBiasForATokenThatThereIsNotIsRefused() {
        Sampling sampling =
                new Sampling(0, 1, 0, 0, OptionalLong.empty(), Penalties.NONE, Map.of(49_152, 1f));
        assertThatThrownBy(() -> engine.generate(request("Hello", sampling, 5, false)))
                .asInstanceOf(InstanceOfAssertFactories.type(InferenceException.InvalidInput.class))
                .returns(Subject.BIASES, InferenceException.InvalidInput::subject)
                .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
                .contains("token 49152");
    }

    @Test
    void aConstraintThatIsNotUnderstoodIsRefusedAsSuch() {
        GenerationRequest plain = request("Hello", Sampling.GREEDY, 5, false);
        GenerationRequest damaged =
                new GenerationRequest(
                        plain.prompt(),
                        plain.sampling(),
                        plain.maxTokens(),
                        plain.stop(),
                        plain.ignoreEos(),
                        plain.topLogprobs(),
                        plain.promptLogprobs(),
                        Optional.of(new Constraint.Regex("(a")));
        assertThatThrownBy(() -> engine.generate(damaged))
                .asInstanceOf(InstanceOfAssertFactories.type(InferenceException.InvalidInput.class))
                .returns(Subject.CONSTRAINT, InferenceException.InvalidInput::subject);
    }

    @Test
    void aPromptThatFillsTheContextCanBeScored() throws InterruptedException {
        int[] prompt = IntStream.range(1_000, 1_256).toArray();
        try (Generation generation = engine.generate(scored(prompt))) {
            PromptRead read = (PromptRead) generation.next();
            assertThat(read.tokens()).hasSize(256);
            assertThat(read.tokens().stream().skip(1))
                    .allSatisfy(token -> assertThat(token.logprob()).isBetween(-60f, 0f));
            assertThat(generation.next())
                    .isEqualTo(new Finished(FinishReason.LENGTH, new Usage(256, 0)));
        }
        assertThatThrownBy(() -> engine.generate(scored(IntStream.range(0, 257).toArray())))
                .isInstanceOf(InferenceException.ContextLengthExceeded.class);
    }

    private static GenerationRequest scored(int[] prompt) {
        return new GenerationRequest(
                new Prompt.Tokens(prompt),
                Sampling.GREEDY,
                OptionalInt.of(0),
                List.of(),
                true,
                OptionalInt.empty(),
                OptionalInt.of(1),
                Optional.empty());
    }

    @Test
    void generationMayFillTheContext() throws InterruptedException {
        GenerationRequest request =
                new GenerationRequest(
                        new Prompt.Tokens(IntStream.range(1_000, 1_240).toArray()),
                        Sampling.GREEDY,
                        OptionalInt.empty(),
                        List.of(),
                        true,
                        OptionalInt.empty());
        try (Generation generation = engine.generate(request)) {
            Finished end = (Finished) events(generation).getLast();
            assertThat(end.reason()).isEqualTo(FinishReason.LENGTH);
            assertThat(end.usage().totalTokens()).isEqualTo(256);
        }
    }

    @Test
    void aFullQueueRefusesAndCancellingMakesRoom() throws InterruptedException {
        List<Generation> taken = new ArrayList<>();
        try {
            assertThatThrownBy(
                            () -> {
                                for (int i = 0;
                                        i < OPTIONS.slots() + OPTIONS.queueLength() + 1;
                                        i++) {
                                    taken.add(engine.generate(endless()));
                                }
                            })
                    .isInstanceOf(InferenceException.QueueFull.class);
        } finally {
            taken.forEach(Generation::close);
        }
        for (Generation generation : taken) {
            Failed end = (Failed) events(generation).getLast();
            assertThat(end.cause()).isInstanceOf(InferenceException.Cancelled.class);
        }
        assertThat(run(chat("What is the capital of France?", 40))).contains("Paris");
    }

    @Test
    void closingEndsWhatRunsAndRefusesWhatComes() throws InterruptedException {
        TextGenerator closing = open();
        List<Generation> running = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            running.add(closing.generate(endless()));
        }
        for (Generation generation : running) {
            assertThat(generation.next()).isInstanceOf(Delta.class);
        }
        closing.close();
        for (Generation generation : running) {
            Failed end = (Failed) events(generation).getLast();
            assertThat(end.cause()).isInstanceOf(InferenceException.Unavailable.class);
        }
        assertThatThrownBy(() -> closing.generate(chat("Hello", 5)))
                .isInstanceOf(InferenceException.Unavailable.class);
    }

    private static TextGenerator open() {
        Path bundled =
                Path.of(System.getProperty("passerelle.bundled").split(":")[0])
                        .resolve("SmolLM2-135M-Instruct");
        return (TextGenerator) new LocalRuntime(imports).load(bundled, OPTIONS, _ -> {});
    }

    private static String subject(int i) {
        return List.of("Name a river.", "What is snow?", "Count to ten.", "Say hello in French.")
                        .get(i % 4)
                + " Number "
                + i
                + ".";
    }

    private static GenerationRequest chat(String text, int maxTokens) {
        return request(text, Sampling.GREEDY, maxTokens, false);
    }

    private static GenerationRequest sampled(String text, int maxTokens, long seed) {
        return request(
                text, new Sampling(0.9f, 0.95f, 0, 0, OptionalLong.of(seed)), maxTokens, false);
    }

    private static GenerationRequest endless() {
        return request("Go on.", Sampling.GREEDY, 200, true);
    }

    private static GenerationRequest request(
            String text, Sampling sampling, int maxTokens, boolean ignoreEos) {
        return new GenerationRequest(
                new Prompt.Chat(List.of(new ChatMessage(Role.USER, new PromptText(text)))),
                sampling,
                OptionalInt.of(maxTokens),
                List.of(),
                ignoreEos,
                OptionalInt.empty());
    }

    private static String run(GenerationRequest request) throws InterruptedException {
        try (Generation generation = engine.generate(request)) {
            return text(events(generation));
        }
    }

    private static List<GenerationEvent> events(Generation generation) throws InterruptedException {
        List<GenerationEvent> events = new ArrayList<>();
        do {
            events.add(generation.next());
        } while (events.getLast() instanceof Delta);
        return events;
    }

    private static String text(List<GenerationEvent> events) {
        StringBuilder text = new StringBuilder();
        for (GenerationEvent event : events) {
            if (event instanceof Delta delta) {
                text.append(delta.text());
            }
        }
        return text.toString();
    }
}
