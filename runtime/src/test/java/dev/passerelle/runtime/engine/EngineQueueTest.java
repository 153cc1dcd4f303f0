package dev.passerelle.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.PreparedGeneration;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.Sampling;
import dev.passerelle.runtime.Tenant;
import dev.passerelle.runtime.importer.DecoderShape;
import dev.passerelle.runtime.importer.Fixtures;
import dev.passerelle.runtime.text.TextTokenizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Places in an engine's queue.
@Timeout(30)
class EngineQueueTest {

    private static final Tenant A = new Tenant("a", "k", 1, 0);
    private static final Tenant B = new Tenant("b", "k", 1, 0);
    private static final EngineOptions OPTIONS =
            new EngineOptions(1, 2_000, 2, Duration.ofMinutes(1), 16, 1, Precision.AS_STORED);

    private final GenerationEngine engine = start(OPTIONS);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aPreparedRequestHoldsAPlaceUntilItIsClosed() {
        List<PreparedGeneration> prepared = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            prepared.add(engine.prepare(request(1), A));
        }
        assertThatThrownBy(() -> engine.prepare(request(1), A))
                .isInstanceOf(InferenceException.QueueFull.class);
        prepared.getFirst().close();
        prepared.getFirst().close();
        engine.prepare(request(1), A);
        assertThatThrownBy(() -> engine.prepare(request(1), A))
                .isInstanceOf(InferenceException.QueueFull.class);
    }

    @Test
    void aRefusedRequestGivesItsPlaceBack() {
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> engine.prepare(request(5_000), A))
                    .isInstanceOf(InferenceException.ContextLengthExceeded.class);
        }
        engine.prepare(request(1), A).close();
    }

    @Test
    void anEndedGenerationGivesItsPlaceBack() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            assertThat(last(engine.prepare(request(2), A).start(2)))
                    .isInstanceOf(GenerationEvent.Finished.class);
        }
    }

    @Test
    void startingTwiceOrAfterClosingOrForTooManyTokensIsABug() {
        PreparedGeneration started = engine.prepare(request(2), A);
        started.start(1).close();
        assertThatThrownBy(() -> started.start(1)).isInstanceOf(IllegalStateException.class);
        started.close();
        PreparedGeneration closed = engine.prepare(request(2), A);
        closed.close();
        assertThatThrownBy(() -> closed.start(1)).isInstanceOf(IllegalStateException.class);
        try (PreparedGeneration tooMany = engine.prepare(request(2), A)) {
            assertThatThrownBy(() -> tooMany.start(3)).isInstanceOf(IllegalStateException.class);
            tooMany.start(2).close();
        }
    }

    @Test
    void aFullQueueMakesRoomForAnotherTenant() throws InterruptedException {
        Generation running = engine.prepare(request(1_900), A).start(1_900);
        assertThat(running.next()).isInstanceOf(Delta.class);
        Generation older = engine.prepare(request(5), A).start(5);
        Generation newest = engine.prepare(request(5), A).start(5);
        Generation other = engine.prepare(request(5), B).start(5);
        assertThat(cause(newest)).isInstanceOf(InferenceException.QueueFull.class);
        running.close();
        assertThat(last(older)).isInstanceOf(GenerationEvent.Finished.class);
        assertThat(last(other)).isInstanceOf(GenerationEvent.Finished.class);
    }

    @Test
    void aPreparedRequestThatLostItsPlaceFailsWhenItIsStarted() throws InterruptedException {
        engine.prepare(request(5), A);
        engine.prepare(request(5), A);
        PreparedGeneration newest = engine.prepare(request(5), A);
        PreparedGeneration other = engine.prepare(request(5), B);
        assertThat(cause(newest.start(5))).isInstanceOf(InferenceException.QueueFull.class);
        assertThat(last(other.start(5))).isInstanceOf(GenerationEvent.Finished.class);
    }

    @Test
    void whatWaitsTooLongFailsAlthoughNothingElseHappens() throws InterruptedException {
        Duration deadline = Duration.ofMillis(50);
        EngineOptions impatient =
                new EngineOptions(1, 2_000, 2, deadline, 16, 1, Precision.AS_STORED);
        try (GenerationEngine engine = start(impatient);
                // nobody reads: it pauses and keeps its slot
                Generation lagging = engine.prepare(request(1_900), A).start(1_900);
                Generation waiting = engine.prepare(request(5), A).start(5)) {
            assertThat(cause(waiting)).isInstanceOf(InferenceException.QueueTimeout.class);
            assertThat(waiting.timing().queued()).isGreaterThanOrEqualTo(deadline);
            assertThat(lagging.next()).isInstanceOf(Delta.class);
        }
    }

    @Test
    void whatIsStartedAfterClosingFails() throws InterruptedException {
        PreparedGeneration prepared = engine.prepare(request(5), A);
        engine.close();
        assertThat(cause(prepared.start(5))).isInstanceOf(InferenceException.Unavailable.class);
        assertThatThrownBy(() -> engine.prepare(request(5), A))
                .isInstanceOf(InferenceException.Unavailable.class);
    }

    @Test
    void cancellingWhileItWaitsEndsItAtOnce() throws InterruptedException {
        Generation running = engine.prepare(request(1_900), A).start(1_900);
        assertThat(running.next()).isInstanceOf(Delta.class);
        for (int i = 0; i < 20; i++) {
            Generation waiting = engine.prepare(request(5), A).start(5);
            waiting.cancel();
            assertThat(cause(waiting)).isInstanceOf(InferenceException.Cancelled.class);
        }
        running.close();
    }

    private static GenerationEngine start(EngineOptions options) {
        return GenerationEngine.start(
                TextTokenizer.open(Fixtures.path("tiny-llama")),
                new DecoderShape("fake", 1, 1, 1, FakeDecoder.VOCABULARY, 2_000, List.of(), 0),
                options.maxLength(),
                new FakeDecoder(options.slots() + 1, options.maxLength()),
                options,
                System::nanoTime);
    }

    private static InferenceException cause(Generation generation) throws InterruptedException {
        return ((Failed) last(generation)).cause();
    }

    private static GenerationEvent last(Generation generation) throws InterruptedException {
        GenerationEvent event = generation.next();
        while (event instanceof Delta) {
            event = generation.next();
        }
        return event;
    }

    private static GenerationRequest request(int maxTokens) {
        return new GenerationRequest(
                new Prompt.Tokens(new int[] {1, 2, 3}),
                Sampling.GREEDY,
                OptionalInt.of(maxTokens),
                List.of(),
                true,
                OptionalInt.empty());
    }
}
