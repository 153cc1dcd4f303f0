package dev.passerelle.runtime.tools;

import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.text.Vocabulary;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A request ready to run.
///
/// @param prompt ids of the vocabulary
/// @param request with the constraint that its tools ask for
/// @param vocabulary in which the tags that the answer may hold have text
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record PlannedAnswer(
        int[] prompt,
        GenerationRequest request,
        Vocabulary vocabulary,
        AnswerShape shape,
        boolean shortIds) {

    static PlannedAnswer plain(int[] prompt, GenerationRequest request, Vocabulary vocabulary) {
        return new PlannedAnswer(
                prompt,
                request,
                vocabulary,
                new AnswerShape(Optional.empty(), false, Optional.empty(), List.of(), true),
                false);
    }

    /// The generation as its reader is to see it.
    public Generation read(Generation raw) {
        Supplier<String> ids = shortIds ? CallIds::nine : CallIds::openAi;
        return shape.plain() ? raw : new ParsedGeneration(raw, shape, ids);
    }
}
