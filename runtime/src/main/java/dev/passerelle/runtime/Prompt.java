package dev.passerelle.runtime;

import java.util.List;
import java.util.Map;

/// What a generation continues.
public sealed interface Prompt {

    /// A conversation, rendered by the model's chat template. Control tokens that a message's text
    /// spells out stay text.
    ///
    /// @param templateArguments further variables of the template, such as `enable_thinking`
    record Chat(List<ChatMessage> messages, ToolUse toolUse, Map<String, Object> templateArguments)
            implements Prompt {
        public Chat {
            messages = List.copyOf(messages);
            templateArguments = Map.copyOf(templateArguments);
        }

        /// No tools.
        public Chat(List<ChatMessage> messages) {
            this(messages, ToolUse.NONE, Map.of());
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
