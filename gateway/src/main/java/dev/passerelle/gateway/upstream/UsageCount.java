package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.Tokens;
import org.jspecify.annotations.Nullable;

/// Counts a call's tokens: as reported, else estimated.
///
/// @param textBytes of its prompt
/// @param prompt estimated before
record UsageCount(TokenRatio ratio, long textBytes, long prompt) {

    /// @param generated an estimate
    Tokens tokens(@Nullable ReportedUsage reported, long generated) {
        return reported == null
                ? new Tokens(prompt, generated, 0, false)
                : new Tokens(reported.prompt(), reported.completion(), reported.cached(), true);
    }

    void learn(ReportedUsage reported) {
        ratio.report(textBytes, reported.prompt());
    }
}
