package dev.passerelle.runtime;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One generation.
///
/// @param maxTokens most tokens to generate; absent means up to the model's context length. 0 only
///   with `promptLogprobs`
/// @param stop the text ends before the first of these that appears; none of it is ever emitted
/// @param ignoreEos goes on past end-of-sequence tokens, for load tests
/// @param topLogprobs how many alternatives to report with each token's log-probability; absent
///   reports no log-probabilities
/// @param promptLogprobs the same for the prompt's tokens, in a `PromptRead` before all else
/// @param constraint what the text must look like
public record GenerationRequest(
        Prompt prompt,
        Sampling sampling,
        OptionalInt maxTokens,
        List<String> stop,
        boolean ignoreEos,
        OptionalInt topLogprobs,
        OptionalInt promptLogprobs,
        Optional<Constraint> constraint) {

    public GenerationRequest {
        stop = List.copyOf(stop);
    }

    /// Without constraint and log-probabilities of the prompt.
    public GenerationRequest(
            Prompt prompt,
            Sampling sampling,
            OptionalInt maxTokens,
            List<String> stop,
            boolean ignoreEos,
            OptionalInt topLogprobs) {
        this(
                prompt,
                sampling,
                maxTokens,
                stop,
                ignoreEos,
                topLogprobs,
                OptionalInt.empty(),
                Optional.empty());
    }
}
