package dev.passerelle.gateway.openai;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.Sampling;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How many texts a prompt is continued with.
///
/// @param choices answered, for each prompt
/// @param candidates generated, at least as many; the best of them are answered
public record Choosing(int choices, int candidates) {
    private static final int MOST_CHOICES = 128;
    private static final int MOST_CANDIDATES = 20;

    /// Reads `n`.
    static Choosing chat(Fields fields) {
        int choices = choices(fields);
        return new Choosing(choices, choices);
    }

    /// Reads `n` and `best_of`.
    static Choosing completion(Fields fields, boolean stream) {
        int choices = choices(fields);
        int best = fields.integer("best_of", 0, MOST_CANDIDATES).orElse(0);
        if (best == 0 || best == choices) {
            return new Choosing(choices, choices);
        }
        if (best < choices) {
            throw Fields.wrongValue(
                    Integer.toString(best), "best_of", "at least 'n', which is " + choices);
        }
        if (stream) {
            throw new InvalidRequest(
                    "'best_of' can't be streamed: send 'stream' as false, or 'best_of' equal to 'n'.",
                    "best_of",
                    "invalid_value");
        }
        return new Choosing(choices, best);
    }

    private static int choices(Fields fields) {
        return fields.integer("n", 1, MOST_CHOICES).orElse(1);
    }

    /// Whether some of what is generated isn't answered.
    public boolean picks() {
        return candidates > choices;
    }

    /// What is generated for a prompt. Each candidate has its own seed, the first that of the
    /// request.
    Stream<GenerationRequest> candidates(GenerationRequest prompt) {
        return IntStream.range(0, candidates).mapToObj(i -> candidate(prompt, i));
    }

    private static GenerationRequest candidate(GenerationRequest prompt, int number) {
        Sampling sampling = prompt.sampling();
        if (number == 0 || sampling.seed().isEmpty()) {
            return prompt;
        }
        Sampling other =
                new Sampling(
                        sampling.temperature(),
                        sampling.topP(),
                        sampling.topK(),
                        sampling.minP(),
                        OptionalLong.of(sampling.seed().getAsLong() + number),
                        sampling.penalties(),
                        sampling.biases());
        return new GenerationRequest(
                prompt.prompt(),
                other,
                prompt.maxTokens(),
                prompt.stop(),
                prompt.ignoreEos(),
                prompt.topLogprobs(),
                prompt.promptLogprobs(),
                prompt.constraint());
    }
}
