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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A language model that says what a test tells it to.
public final class FakeGenerator implements TextGenerator {
    public static final int PROMPT_TOKENS = 7;
    public static final Timing TIMING =
            new Timing(Duration.ofNanos(12_345_600), Duration.ofNanos(3_000_000));

    private final BiFunction<GenerationRequest, Integer, List<GenerationEvent>> script;

    /// Every request so far, in order.
    public final BlockingQueue<GenerationRequest> requests = new LinkedBlockingQueue<>();

    /// Every generation so far, in order.
    public final BlockingQueue<Running> generations = new LinkedBlockingQueue<>();

    /// Prepared and neither started nor closed.
    public final AtomicInteger places = new AtomicInteger();

    /// Whom each was prepared for, in order.
    public final BlockingQueue<Tenant> tenants = new LinkedBlockingQueue<>();

    private volatile @Nullable RuntimeException refusal;

    public FakeGenerator(Function<GenerationRequest, List<GenerationEvent>> script) {
        this((request, _) -> script.apply(request));
    }

    /// @param script what it says to a request for at most so many tokens
    public FakeGenerator(BiFunction<GenerationRequest, Integer, List<GenerationEvent>> script) {
        this.script = script;
    }

    /// Says as many tokens as it may.
    public static FakeGenerator endless() {
        return new FakeGenerator((request, most) -> {
            List<GenerationEvent> events = new ArrayList<>();
            for (int i = 0; i < most; i++) {
                events.add(new Delta("t", 1, List.of()));
            }
            events.add(new Finished(FinishReason.LENGTH, new Usage(PROMPT_TOKENS, most)));
            return events;
        });
    }

    /// Refuses requests before they have a place, from here on.
    public void refuse(RuntimeException why) {
        refusal = why;
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
        RuntimeException why = refusal;
        if (why != null) {
            throw why;
        }
        places.incrementAndGet();
        tenants.add(tenant);
        return new PreparedGeneration() {
            private boolean done;

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
                close();
                Running running = new Running();
                script.apply(request, maxTokens).forEach(running::say);
                requests.add(request);
                generations.add(running);
                return running;
            }

            @Override
            public void close() {
                if (!done) {
                    done = true;
                    places.decrementAndGet();
                }
            }
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
        private final Semaphore reads = new Semaphore(0);

        public void say(GenerationEvent event) {
            events.add(event);
        }

        /// Waits until the reader has taken this many events and asks for the next.
        public void awaitTaken(int count) throws InterruptedException {
            reads.acquire(count + 1);
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
            return TIMING;
        }

        @Override
        public GenerationEvent next() throws InterruptedException {
            reads.release();
            return events.take();
        }

        @Override
        public void cancel() {
            cancelled.complete(true);
        }
    }
}
