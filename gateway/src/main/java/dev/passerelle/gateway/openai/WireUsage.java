package dev.passerelle.gateway.openai;

import dev.passerelle.runtime.Usage;
import java.util.List;

/// `usage` of an answer.
record WireUsage(int promptTokens, int completionTokens, int totalTokens) {

    static WireUsage of(Usage usage) {
        return new WireUsage(usage.promptTokens(), usage.completionTokens(), usage.totalTokens());
    }

    static WireUsage total(List<Outcome> outcomes) {
        return of(
                new Usage(
                        outcomes.stream().mapToInt(o -> o.usage().promptTokens()).sum(),
                        outcomes.stream().mapToInt(o -> o.usage().completionTokens()).sum()));
    }
}
