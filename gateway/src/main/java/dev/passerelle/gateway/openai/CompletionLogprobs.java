package dev.passerelle.gateway.openai;

import dev.passerelle.runtime.TokenLogprob;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `logprobs` of a text completion: parallel arrays, one entry a token.
///
/// @param textOffset where each token starts, in characters (code points) from the start of the
///   text
/// @param topLogprobs absent when no alternatives were asked for
record CompletionLogprobs(
        List<String> tokens,
        List<@Nullable Float> tokenLogprobs,
        @Nullable List<@Nullable Map<String, Float>> topLogprobs,
        List<Integer> textOffset) {

    static CompletionLogprobs of(List<TokenLogprob> tokens, int alternatives, int offset) {
        List<Integer> offsets = new ArrayList<>(tokens.size());
        int at = offset;
        for (TokenLogprob token : tokens) {
            offsets.add(Math.max(0, at));
            at += characters(token);
        }
        return new CompletionLogprobs(
                tokens.stream().map(CompletionLogprobs::text).toList(),
                tokens.stream().map(CompletionLogprobs::logprob).toList(),
                alternatives == 0 ? null : tokens.stream().map(CompletionLogprobs::top).toList(),
                offsets);
    }

    /// Where the first token of a repeated prompt starts: at 0, or before the text by the
    /// characters of control tokens that it doesn't show.
    static int beginning(String prompt, List<TokenLogprob> tokens) {
        int shown = prompt.codePointCount(0, prompt.length());
        return tokens.isEmpty() ? shown : Math.min(0, shown - characters(tokens));
    }

    /// Absent for a prompt's first token, before which there is nothing.
    private static @Nullable Float logprob(TokenLogprob token) {
        return Float.isNaN(token.logprob()) ? null : ChatLogprobs.finite(token.logprob());
    }

    /// Characters that start in the tokens.
    static int characters(List<TokenLogprob> tokens) {
        return tokens.stream().mapToInt(CompletionLogprobs::characters).sum();
    }

    private static int characters(TokenLogprob token) {
        int starts = 0;
        for (byte b : token.bytes()) {
            if ((b & 0xC0) != 0x80) {
                starts++;
            }
        }
        return starts;
    }

    private static @Nullable Map<String, Float> top(TokenLogprob token) {
        if (Float.isNaN(token.logprob())) {
            return null;
        }
        Map<String, Float> top = new LinkedHashMap<>();
        token.top().forEach(t -> top.putIfAbsent(text(t), ChatLogprobs.finite(t.logprob())));
        return top;
    }

    /// The token's text; `bytes:\x…` when it is part of a character, as OpenAI writes it.
    private static String text(TokenLogprob token) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(token.bytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            StringBuilder escaped = new StringBuilder("bytes:");
            for (byte b : token.bytes()) {
                escaped.append("\\x%02x".formatted(b));
            }
            return escaped.toString();
        }
    }
}
