package dev.passerelle.gateway.bench;

import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.PreparedGeneration;
import dev.passerelle.runtime.Tenant;
import dev.passerelle.runtime.TextGenerator;
import dev.passerelle.runtime.Timing;
import dev.passerelle.runtime.Usage;
import java.util.List;

/// A language model that says "Hello" to everything, without work.
final class InstantGenerator implements TextGenerator {
    private static final int PROMPT_TOKENS = 10;
    private static final GenerationEvent HELLO = new GenerationEvent.Delta("Hello", 1, List.of());
    private static final GenerationEvent END =
            new GenerationEvent.Finished(FinishReason.STOP, new Usage(PROMPT_TOKENS, 2));

    @Override
    public PreparedGeneration prepare(GenerationRequest request, Tenant tenant) {
        int most = request.maxTokens().orElse(contextLength() - PROMPT_TOKENS);
        return new PreparedGeneration() {
            @Override
            public int promptTokens() {
                return PROMPT_TOKENS;
            }

            @Override
            public int maxTokens() {
                return most;
            }

            @Override
            public Generation start(int maxTokens) {
                return new Hello();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Load load() {
        return new Load(16, 0, 0, 0, contextLength());
    }

    @Override
    public int contextLength() {
        return 2048;
    }

    @Override
    public void close() {}

    private static final class Hello implements Generation {
        private boolean said;

        @Override
        public int promptTokens() {
            return PROMPT_TOKENS;
        }

        @Override
        public Timing timing() {
            return Timing.NONE;
        }

        @Override
        public GenerationEvent next() {
            GenerationEvent event = said ? END : HELLO;
            said = true;
            return event;
        }

        @Override
        public void cancel() {}
    }
}
