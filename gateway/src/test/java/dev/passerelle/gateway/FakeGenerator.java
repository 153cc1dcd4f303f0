package dev.passerelle.gateway;

import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.PreparedGeneration;
import dev.passerelle.runtime.Tenant;
import dev.passerelle.runtime.TextGenerator;
import dev.passerelle.runtime.Timing;
import dev.passerelle.runtime.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/// A language model that says what a test tells it to.
public final class FakeGenerator implements TextGenerator {
    public static final int PROMPT_TOKENS = 7;

    private final Function<GenerationRequest, List<GenerationEvent>> script;

    /// Every request so far, in order.
    public final BlockingQueue<GenerationRequest> requests = new LinkedBlockingQueue<>();

    /// Every generation so far, in order.
    public final BlockingQueue<Running> generations = new LinkedBlockingQueue<>();

    public FakeGenerator(Function<GenerationRequest, List<GenerationEvent>> script) {
        this.script = script;
    }

    /// Says the same to everything, a token a piece, and stops.
    public static FakeGenerator saying(String... pieces) {
        return new FakeGenerator(request -> events(pieces));
    }

    /// Says only what [Running#say] is given.
    public static FakeGenerator silent() {
        return new FakeGenerator(request -> List.of());
    }

    public static List<GenerationEvent> events(String... pieces) {
        List<GenerationEvent> events = new ArrayList<>();
        for (String piece : pieces) {
            events.add(new Delta(piece, 1, List.of()));
        }
        events.add(new Finished(FinishReason.STOP, new Usage(PROMPT_TOKENS, pieces.length + 1)));
        return events;
    }

    @Override
    public PreparedGeneration prepare(GenerationRequest request, Tenant tenant) {
        return new PreparedGeneration() {
            @Override
            public int promptTokens() {
                return PROMPT_TOKENS;
            }

            @Override
            public int maxTokens() {
                return request.maxTokens().orElse(contextLength() - PROMPT_TOKENS);
            }

            @Override
            public Generation start(int maxTokens) {
                Running running = new Running();
                script.apply(request).forEach(running::say);
                requests.add(request);
                generations.add(running);
                return running;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Load load() {
        return new Load(16, 3, 2, 300, 32768);
    }

    @Override
    public int contextLength() {
        return 2048;
    }

    @Override
    public void close() {}

    /// A generation under the test's control.
    public static final class Running implements Generation {
        private final BlockingQueue<GenerationEvent> events = new LinkedBlockingQueue<>();
        private final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();

        public void say(GenerationEvent event) {
            events.add(event);
        }

        /// Completes when the generation is cancelled or closed.
        public CompletableFuture<Boolean> cancelled() {
            return cancelled;
        }

        @Override
        public int promptTokens() {
            return PROMPT_TOKENS;
        }

        @Override
        public Timing timing() {
            return Timing.NONE;
        }

        @Override
        public GenerationEvent next() throws InterruptedException {
            return events.take();
        }

        @Override
        public void cancel() {
            cancelled.complete(true);
        }
    }
}
