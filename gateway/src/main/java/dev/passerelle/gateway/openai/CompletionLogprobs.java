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
///   completion
/// @param topLogprobs absent when no alternatives were asked for
record CompletionLogprobs(
        List<String> tokens,
        List<Float> tokenLogprobs,
        @Nullable List<Map<String, Float>> topLogprobs,
        List<Integer> textOffset) {

    static CompletionLogprobs of(List<TokenLogprob> tokens, int alternatives, int offset) {
        List<Integer> offsets = new ArrayList<>(tokens.size());
        int at = offset;
        for (TokenLogprob token : tokens) {
            offsets.add(at);
            at += characters(token);
        }
        return new CompletionLogprobs(
                tokens.stream().map(CompletionLogprobs::text).toList(),
                tokens.stream().map(t -> ChatLogprobs.finite(t.logprob())).toList(),
                alternatives == 0 ? null : tokens.stream().map(CompletionLogprobs::top).toList(),
                offsets);
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

    private static Map<String, Float> top(TokenLogprob token) {
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
