package dev.passerelle.runtime;

import java.util.List;

/// What a generation continues.
public sealed interface Prompt {

    /// A conversation, rendered by the model's chat template. Control tokens that a message's text
    /// spells out stay text.
    record Chat(List<ChatMessage> messages) implements Prompt {
        public Chat {
            messages = List.copyOf(messages);
        }
    }

    /// Raw text. Control tokens spelled out in it are control tokens: the caller writes the
    /// template.
    record Text(PromptText text) implements Prompt {}

    /// Token ids of the model's vocabulary, taken as they are.
    @SuppressWarnings(
            "ArrayRecordComponent") // ids are never compared or printed; a List<Integer> would box
    // each one
    record Tokens(int[] ids) implements Prompt {}
}
