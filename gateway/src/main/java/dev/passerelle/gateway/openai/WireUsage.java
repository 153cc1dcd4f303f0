package dev.passerelle.gateway.openai;

import dev.passerelle.runtime.Usage;

/// `usage` of an answer.
record WireUsage(
        int promptTokens,
        int completionTokens,
        int totalTokens,
        PromptDetails promptTokensDetails,
        CompletionDetails completionTokensDetails) {

    record PromptDetails(int cachedTokens) {}

    record CompletionDetails(int reasoningTokens) {}

    static WireUsage of(Usage usage) {
        return new WireUsage(
                usage.promptTokens(),
                usage.completionTokens(),
                usage.totalTokens(),
                new PromptDetails(usage.cachedTokens()),
                new CompletionDetails(usage.reasoningTokens()));
    }
}
