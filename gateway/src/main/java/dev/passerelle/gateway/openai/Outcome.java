package dev.passerelle.gateway.openai;

import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.ToolCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A finished generation.
///
/// @param reasoning before the text; empty if there is none
/// @param promptRead the prompt's tokens, if they were asked for
/// @param limitedBy the limit that ended it, if one did
public record Outcome(
        PromptText text,
        PromptText reasoning,
        List<ToolCall> toolCalls,
        List<TokenLogprob> promptRead,
        List<TokenLogprob> logprobs,
        FinishReason reason,
        @Nullable LimitedBy limitedBy) {

    public Outcome {
        toolCalls = List.copyOf(toolCalls);
        promptRead = List.copyOf(promptRead);
        logprobs = List.copyOf(logprobs);
    }

    /// Mean log-probability of its tokens; the lowest there is if it has none.
    public double meanLogprob() {
        return logprobs.stream()
                .mapToDouble(TokenLogprob::logprob)
                .average()
                .orElse(Double.NEGATIVE_INFINITY);
    }
}
