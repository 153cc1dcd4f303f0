package dev.passerelle.gateway.openai;

import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A finished generation.
///
/// @param limitedBy the limit that ended it, if one did
public record Outcome(
        PromptText text,
        List<TokenLogprob> logprobs,
        FinishReason reason,
        Usage usage,
        @Nullable LimitedBy limitedBy) {

    public Outcome {
        logprobs = List.copyOf(logprobs);
    }
}
