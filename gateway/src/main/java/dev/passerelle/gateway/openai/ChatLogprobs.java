package dev.passerelle.gateway.openai;

import dev.passerelle.runtime.TokenLogprob;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `logprobs` of a chat choice. A token that is part of a character has replacement characters in
/// its text; its bytes are exact.
record ChatLogprobs(List<Token> content, @Nullable List<Token> refusal) {
    private static final float LOWEST = -9999;

    record Token(String token, float logprob, List<Integer> bytes, List<Alternative> topLogprobs) {}

    record Alternative(String token, float logprob, List<Integer> bytes) {}

    static ChatLogprobs of(List<TokenLogprob> tokens) {
        return new ChatLogprobs(tokens.stream().map(ChatLogprobs::token).toList(), null);
    }

    /// The log-probability as JSON can hold it: infinity becomes OpenAI's -9999.
    static float finite(float logprob) {
        return Float.isFinite(logprob) ? logprob : LOWEST;
    }

    private static Token token(TokenLogprob token) {
        List<Alternative> top =
                token.top().stream()
                        .map(t -> new Alternative(text(t), finite(t.logprob()), bytes(t)))
                        .toList();
        return new Token(text(token), finite(token.logprob()), bytes(token), top);
    }

    private static String text(TokenLogprob token) {
        return new String(token.bytes(), StandardCharsets.UTF_8);
    }

    private static List<Integer> bytes(TokenLogprob token) {
        Integer[] values = new Integer[token.bytes().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Byte.toUnsignedInt(token.bytes()[i]);
        }
        return List.of(values);
    }
}
