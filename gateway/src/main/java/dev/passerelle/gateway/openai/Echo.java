package dev.passerelle.gateway.openai;

import dev.passerelle.runtime.TokenLogprob;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Prompts that are repeated before their completions.
///
/// @param prompts as they came; none if none is repeated
/// @param choices of each
/// @param read whether the tokens of all of them will be known; those of prompts that came as
///   tokens always are
record Echo(List<TextOrTokens> prompts, int choices, boolean read) {
    static final Echo NONE = new Echo(List.of(), 1, false);

    Echo {
        prompts = List.copyOf(prompts);
    }

    boolean asked() {
        return !prompts.isEmpty();
    }

    /// What a choice begins with, unless its tokens come first.
    Optional<String> beginning(int choice) {
        return asked() && !read ? text(choice) : Optional.empty();
    }

    /// The text of a choice's prompt, if it came as text.
    private Optional<String> text(int choice) {
        return prompts.get(choice / choices) instanceof TextOrTokens.Text(var text)
                ? Optional.of(text.value())
                : Optional.empty();
    }

    /// The text of a choice's prompt, of which the tokens are known.
    String text(int choice, List<TokenLogprob> read) {
        return text(choice).orElseGet(() -> text(read));
    }

    private static String text(List<TokenLogprob> tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tokens.forEach(token -> bytes.writeBytes(token.bytes()));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
