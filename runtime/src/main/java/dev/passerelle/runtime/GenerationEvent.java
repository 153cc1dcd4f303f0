package dev.passerelle.runtime;

import java.util.List;

/// What a generation tells its reader: a `PromptRead` if it was asked for, any number of deltas of
/// text, reasoning and tool calls, then exactly one `Finished` or `Failed`.
public sealed interface GenerationEvent {

    /// The prompt's tokens with their log-probabilities; the first has none (`NaN`).
    record PromptRead(List<TokenLogprob> tokens) implements GenerationEvent {

        @Override
        public String toString() {
            return "PromptRead[" + tokens.size() + " tokens]";
        }
    }

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

    /// More of what the model thinks before it answers, without the tags around it.
    ///
    /// @param tokens how many tokens begin to be shown with this text
    record Reasoning(String text, int tokens) implements GenerationEvent {

        @Override
        public String toString() {
            return "Reasoning[" + text.length() + " chars, " + tokens + " tokens]";
        }
    }

    /// A call of a tool begins.
    ///
    /// @param index counts the calls of the answer from 0
    /// @param tokens how many tokens begin to be shown with it
    record ToolCallBegun(int index, String id, String name, int tokens)
            implements GenerationEvent {}

    /// More of the arguments of a call, a piece of JSON text.
    ///
    /// @param tokens how many tokens begin to be shown with it
    record ToolCallArguments(int index, String json, int tokens) implements GenerationEvent {

        @Override
        public String toString() {
            return "ToolCallArguments[" + index + ", " + json.length() + " chars]";
        }
    }

    /// The end, all text delivered.
    record Finished(FinishReason reason, Usage usage) implements GenerationEvent {}

    /// The end, with an error; the text so far is incomplete.
    record Failed(InferenceException cause) implements GenerationEvent {}
}
