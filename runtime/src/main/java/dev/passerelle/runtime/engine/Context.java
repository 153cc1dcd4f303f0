package dev.passerelle.runtime.engine;

import dev.passerelle.runtime.ChatMessage;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.Tool;
import dev.passerelle.runtime.ToolChoice;
import dev.passerelle.runtime.ToolUse;
import dev.passerelle.runtime.text.Vocabulary;
import java.util.stream.Stream;

/// What fits into a model's context.
///
/// @param length in tokens, prompt and completion together
/// @param mostCharacters a text of more has more tokens than that, however they fall
record Context(int length, long mostCharacters) {

    /// Arguments may be written more shortly than they came: an escaped letter as the letter,
    /// without white space.
    private static final int ESCAPED = 6;

    static Context of(int length, Vocabulary vocabulary) {
        return new Context(length, (long) length * vocabulary.longestToken());
    }

    /// Spares the tokenizer a text that can't fit.
    void refuseIfSurelyTooLong(Prompt prompt) {
        long characters =
                switch (prompt) {
                    case Prompt.Chat(var messages, var use, _) ->
                            messages.stream().mapToLong(Context::characters).sum()
                                    + shown(use).mapToLong(Context::characters).sum();
                    case Prompt.Text(var text) -> text.value().length();
                    case Prompt.Tokens _ -> 0;
                };
        if (characters > mostCharacters) {
            throw new InferenceException.ContextLengthExceeded(
                    "The prompt has %d characters, more than the model's context length of %d tokens can hold: shorten the prompt"
                            .formatted(characters, length));
        }
    }

    /// Those that every chat template writes. Reasoning of earlier turns is often left out.
    private static long characters(ChatMessage message) {
        return message.text().value().length()
                + message.toolCalls().stream()
                        .mapToLong(call -> call.arguments().value().length() / ESCAPED)
                        .sum();
    }

    private static long characters(Tool tool) {
        return tool.description().length();
    }

    private static Stream<Tool> shown(ToolUse use) {
        return use.choice() instanceof ToolChoice.None ? Stream.of() : use.tools().stream();
    }

    /// Most tokens that may be generated.
    int maxTokens(int promptTokens, GenerationRequest request) {
        if (promptTokens < 1) {
            throw new InferenceException.InvalidInput("The prompt has no tokens: send some text");
        }
        int room = length - promptTokens;
        int least = request.promptLogprobs().isPresent() ? 0 : 1;
        if (room < (request.maxTokens().orElse(1) == 0 ? least : 1)) {
            throw new InferenceException.ContextLengthExceeded(
                    "The prompt has %d tokens and the model's context length is %d: shorten the prompt"
                            .formatted(promptTokens, length));
        }
        int wanted = request.maxTokens().orElse(room);
        if (wanted < least) {
            throw new InferenceException.InvalidInput(
                    "%d tokens were asked for: ask for at least %d".formatted(wanted, least));
        }
        if (wanted > room) {
            throw new InferenceException.ContextLengthExceeded(
                    "The prompt has %d tokens and %d more were asked for, but the model's context length is %d: shorten the prompt or ask for at most %d tokens"
                            .formatted(promptTokens, wanted, length, room));
        }
        return wanted;
    }
}
