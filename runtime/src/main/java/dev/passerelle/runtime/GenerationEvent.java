package dev.passerelle.runtime;

import java.util.List;

/// What a generation tells its reader: any number of `Delta`, then exactly one `Finished` or
/// `Failed`.
public sealed interface GenerationEvent {

    /// More text. Whole UTF-8 characters only, never part of a stop string.
    ///
    /// @param tokens how many tokens begin to be shown with this text; none where text was held
    ///   back until now
    /// @param logprobs one entry a token when log-probabilities were asked for, else empty
    record Delta(String text, int tokens, List<TokenLogprob> logprobs) implements GenerationEvent {

        @Override
        public String toString() {
            return "Delta[" + text.length() + " chars, " + tokens + " tokens]";
        }
    }

    /// The end, all text delivered.
    record Finished(FinishReason reason, Usage usage) implements GenerationEvent {}

    /// The end, with an error; the text so far is incomplete.
    record Failed(InferenceException cause) implements GenerationEvent {}
}
