package dev.passerelle.runtime;

import java.util.List;
import java.util.OptionalInt;

/// One generation.
///
/// @param maxTokens most tokens to generate; absent means up to the model's context length
/// @param stop the text ends before the first of these that appears; none of it is ever emitted
/// @param ignoreEos goes on past end-of-sequence tokens, for load tests
/// @param topLogprobs how many alternatives to report with each token's log-probability; absent
///   reports no log-probabilities
public record GenerationRequest(
        Prompt prompt,
        Sampling sampling,
        OptionalInt maxTokens,
        List<String> stop,
        boolean ignoreEos,
        OptionalInt topLogprobs) {

    public GenerationRequest {
        stop = List.copyOf(stop);
    }
}
