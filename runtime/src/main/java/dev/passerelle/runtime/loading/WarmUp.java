package dev.passerelle.runtime.loading;

import dev.passerelle.runtime.ChatMessage;
import dev.passerelle.runtime.Embedder;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.LoadedModel;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.Role;
import dev.passerelle.runtime.Sampling;
import dev.passerelle.runtime.TextGenerator;
import dev.passerelle.runtime.TokenLogprob;
import java.util.List;
import java.util.OptionalInt;

/// The first request of a model, its own: it proves that the model answers with numbers, and pays
/// for what only a first request pays for.
final class WarmUp {

    private static final PromptText HELLO = new PromptText("Hello");

    private WarmUp() {}

    /// @throws InferenceException if the model doesn't answer
    static void run(LoadedModel model) {
        try {
            switch (model) {
                case TextGenerator generator -> generate(generator);
                case Embedder embedder -> embed(embedder);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceException.Unavailable("Loading the model was interrupted");
        }
    }

    private static void generate(TextGenerator generator) throws InterruptedException {
        try {
            read(generator, new Prompt.Chat(List.of(new ChatMessage(Role.USER, HELLO))));
        } catch (InferenceException.InvalidInput | InferenceException.ContextLengthExceeded e) {
            // No chat template, one that wants another chat, or a very short context.
            read(generator, new Prompt.Tokens(new int[] {0}));
        }
    }

    private static void read(TextGenerator generator, Prompt prompt) throws InterruptedException {
        int tokens = Math.min(2, generator.contextLength() - 1);
        GenerationRequest request =
                new GenerationRequest(
                        prompt,
                        Sampling.GREEDY,
                        OptionalInt.of(tokens),
                        List.of(),
                        true,
                        OptionalInt.of(0));
        try (Generation generation = generator.generate(request)) {
            while (true) {
                switch (generation.next()) {
                    case GenerationEvent.Delta delta ->
                            delta.logprobs().stream()
                                    .map(TokenLogprob::logprob)
                                    .forEach(WarmUp::requireNumber);
                    case GenerationEvent.Finished _ -> {
                        return;
                    }
                    case GenerationEvent.PromptRead _,
                            GenerationEvent.Reasoning _,
                            GenerationEvent.ToolCallBegun _,
                            GenerationEvent.ToolCallArguments _ -> {}
                    case GenerationEvent.Failed(InferenceException cause) -> throw cause;
                }
            }
        }
    }

    private static void embed(Embedder embedder) throws InterruptedException {
        List<Embedder.Input> hello = List.of(new Embedder.Input.Text(HELLO));
        for (float value : embedder.embed(hello).vectors().getFirst()) {
            requireNumber(value);
        }
    }

    private static void requireNumber(float value) {
        if (!Float.isFinite(value)) {
            throw new IllegalStateException(
                    "The model computes %s where a number is due: its weights are damaged"
                            .formatted(value));
        }
    }
}
