package dev.passerelle.gateway.usage;

import dev.passerelle.runtime.PromptText;
import java.time.Instant;

/// What a request said and was answered.
///
/// @param time when it came
/// @param project `organisation/name`
/// @param key the key's id; empty in open mode
/// @param model served id
/// @param endpoint the path, e.g. `/v1/chat/completions`
/// @param request its body
/// @param answer the text generated, as far as it came; choices one after another, empty for
///   embeddings
public record Transcript(
        String requestId,
        Instant time,
        String project,
        String key,
        String model,
        String endpoint,
        PromptText request,
        PromptText answer) {}
