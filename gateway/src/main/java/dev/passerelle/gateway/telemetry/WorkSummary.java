package dev.passerelle.gateway.telemetry;

import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.runtime.Timing;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What a model did for a call.
///
/// @param requested the model's id or alias, as the client named it; never a name nobody serves
/// @param origin who answered, or failed to in the end; deployment and region are empty if none was
///   asked
/// @param stream whether the client asked for events
/// @param maxTokens most tokens to generate, if the client said
/// @param tokens read and generated
/// @param timing where the time before the first part went
/// @param firstNanos from the call's beginning to the first part of its answer; -1 if it never came
/// @param decodeNanos from there until nothing more was generated
/// @param cache what the response cache had for it; absent if it wasn't asked
public record WorkSummary(
        String requested,
        Origin origin,
        boolean stream,
        OptionalLong maxTokens,
        Tokens tokens,
        Timing timing,
        long firstNanos,
        long decodeNanos,
        @Nullable CacheUse cache) {

    /// Whether a server elsewhere answered.
    boolean elsewhere() {
        return origin.revision().isEmpty();
    }
}
