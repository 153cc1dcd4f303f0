package dev.passerelle.gateway.openai;

import dev.passerelle.runtime.GenerationRequest;
import java.util.List;

/// A checked request for text: chat or completion.
///
/// @param generations what to generate, one a choice of the answer
/// @param includeUsage end a stream with a chunk that counts tokens
/// @param unknown fields nobody documents
public record TextRequest(
        String model,
        List<GenerationRequest> generations,
        boolean stream,
        boolean includeUsage,
        List<String> unknown) {

    public TextRequest {
        generations = List.copyOf(generations);
        unknown = List.copyOf(unknown);
    }
}
