package dev.passerelle.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many callers of many tenants at once, who prepare, start, read, cancel and leave as they like.
@Timeout(60)
class EngineRacesTest {

    private static final EngineOptions OPTIONS =
            new EngineOptions(3, 200, 5, Duration.ofMinutes(1), 8, 1, Precision.AS_STORED);
    private static final int PLACES = OPTIONS.slots() + OPTIONS.queueLength();

    @Test
    void everyGenerationEndsAndEveryPlaceComesBack() throws Exception {
        try (GenerationEngine engine = start()) {
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Integer>> ends = new ArrayList<>();
                for (int caller = 0; caller < 24; caller++) {
                    Random random = new Random(caller);
                    Tenant tenant =
                            new Tenant(
                                    "p" + caller % 4,
                                    "k" + caller % 3,
                                    1,
                                    caller % 12 == 0 ? 1 : 0);
                    ends.add(callers.submit(() -> calls(engine, tenant, random)));
                }
                int finished = 0;
                for (Future<Integer> end : ends) {
                    finished += end.get();
                }
                assertThat(finished).isPositive();
            }
            List<PreparedGeneration> all = new ArrayList<>();
            for (int i = 0; i < PLACES; i++) {
                all.add(engine.prepare(request(1), Tenant.EVERYONE));
            }
            all.forEach(PreparedGeneration::close);
            assertThat(engine.healthy()).isTrue();
        }
    }

    /// @return generations that were read to their end
    private static int calls(GenerationEngine engine, Tenant tenant, Random random)
            throws InterruptedException {
        int finished = 0;
        for (int i = 0; i < 100; i++) {
            int maxTokens = 1 + random.nextInt(60);
            try (PreparedGeneration prepared = engine.prepare(request(maxTokens), tenant)) {
                if (random.nextInt(5) > 0) {
                    finished += read(prepared.start(maxTokens), random) ? 1 : 0;
                }
            } catch (InferenceException.QueueFull _) {
                // the next call may find room
            }
        }
        return finished;
    }

    private static boolean read(Generation generation, Random random) throws InterruptedException {
        int patience = random.nextInt(80);
        GenerationEvent event;
        do {
            if (patience-- == 0) {
                generation.cancel();
            }
            event = generation.next();
        } while (event instanceof Delta);
        if (event instanceof Failed(InferenceException cause)) {
            assertThat(cause)
                    .isInstanceOfAny(
                            InferenceException.Cancelled.class, InferenceException.QueueFull.class);
            return false;
        }
        return true;
    }

    private static GenerationEngine start() {
        return GenerationEngine.start(
                TextTokenizer.open(Fixtures.path("tiny-llama")),
                new DecoderShape("fake", 1, 1, 1, FakeDecoder.VOCABULARY, 200, List.of(), 0),
                OPTIONS.maxLength(),
                new FakeDecoder(OPTIONS.slots() + 1, OPTIONS.maxLength()),
                OPTIONS,
                System::nanoTime);
    }

    private static GenerationRequest request(int maxTokens) {
        return new GenerationRequest(
                new Prompt.Tokens(new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}),
                Sampling.GREEDY,
                OptionalInt.of(maxTokens),
                List.of(),
                true,
                OptionalInt.empty());
    }
}
