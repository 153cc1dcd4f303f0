package dev.passerelle.gateway.openai;

import dev.passerelle.runtime.GenerationRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A checked request for text: chat or completion.
///
/// @param prompts what to continue, and how
/// @param choosing with how many texts each
/// @param includeUsage end a stream with a chunk that counts tokens
/// @param constraint the field that says what the text must look like, if one does
/// @param reply what writes the answer
/// @param unknown fields nobody documents
public record TextRequest(
        String model,
        List<GenerationRequest> prompts,
        Choosing choosing,
        boolean stream,
        boolean includeUsage,
        Optional<String> constraint,
        Function<ReplyIdentity, ReplyEncoder> reply,
        List<String> unknown) {

    public TextRequest {
        prompts = List.copyOf(prompts);
        unknown = List.copyOf(unknown);
    }

    /// What to generate: the candidates of the first prompt, then those of the next.
    public List<GenerationRequest> generations() {
        return prompts.stream().flatMap(choosing::candidates).toList();
    }
}
