package dev.passerelle.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.Sampling;
import dev.passerelle.runtime.importer.DecoderShape;
import dev.passerelle.runtime.importer.Fixtures;
import dev.passerelle.runtime.text.TextTokenizer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What an engine says of itself when its decoder fails.
@Timeout(30)
class EngineDeathTest {

    private static final EngineOptions OPTIONS =
            new EngineOptions(2, 64, 4, Duration.ofMinutes(1), 16, 1, Precision.AS_STORED);

    private final FakeDecoder decoder = new FakeDecoder(OPTIONS.slots() + 1, OPTIONS.maxLength());
    private final GenerationEngine engine =
            GenerationEngine.start(
                    TextTokenizer.open(Fixtures.path("tiny-llama")),
                    new DecoderShape("fake", 1, 1, 1, FakeDecoder.VOCABULARY, 64, List.of(), 0),
                    OPTIONS.maxLength(),
                    decoder,
                    OPTIONS,
                    System::nanoTime);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aFailedStepLeavesItHealthy() throws InterruptedException {
        decoder.failing = true;
        assertThat(causeOfFailure()).isInstanceOf(InferenceException.Failed.class);
        assertThat(engine.healthy()).isTrue();
    }

    @Test
    void itsDeathIsToldAndNothingHangs() throws InterruptedException {
        decoder.dying = true;
        assertThat(causeOfFailure())
                .isInstanceOf(InferenceException.Unavailable.class)
                .hasMessageContaining("must be restarted");
        assertThat(engine.healthy()).isFalse();
        assertThatThrownBy(() -> engine.generate(request()))
                .isInstanceOf(InferenceException.Unavailable.class)
                .hasMessageContaining("must be restarted");
    }

    private InferenceException causeOfFailure() throws InterruptedException {
        try (Generation generation = engine.generate(request())) {
            return ((Failed) generation.next()).cause();
        }
    }

    private static GenerationRequest request() {
        return new GenerationRequest(
                new Prompt.Tokens(new int[] {1, 2, 3}),
                Sampling.GREEDY,
                OptionalInt.of(4),
                List.of(),
                true,
                OptionalInt.empty());
    }
}
