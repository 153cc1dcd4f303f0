package dev.passerelle.gateway.openai;

import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.Usage;
import java.util.List;

/// A finished generation.
public record Outcome(
        PromptText text, List<TokenLogprob> logprobs, FinishReason reason, Usage usage) {

    public Outcome {
        logprobs = List.copyOf(logprobs);
    }
}
