package dev.passerelle.runtime.importer.gguf;

import dev.passerelle.runtime.importer.CheckpointException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Finds the tokens that end a text in GGUF metadata.
///
/// Converters store one end token, often the one of raw text where a chat's turns end in another.
/// As in llama.cpp, the ends of turns and messages are ends too, where the metadata name them or a
/// token is spelled as one.
public final class GgufEndTokens {

    private static final String PREFIX = "tokenizer.ggml.";
    private static final int MOST_TOKENS = 1 << 24;
    private static final int CONTROL = 3;

    private static final Set<String> ENDS =
            Set.of(
                    "<|eot_id|>",
                    "<|eom_id|>",
                    "<|im_end|>",
                    "<|end|>",
                    "<|endoftext|>",
                    "<|end_of_text|>",
                    "<end_of_turn>",
                    "<end_of_utterance>",
                    "<EOT>",
                    "_<EOT>",
                    "<｜end▁of▁sentence｜>");

    private GgufEndTokens() {}

    /// In ascending order.
    ///
    /// @throws CheckpointException if a key holds no token id
    public static List<Integer> of(GgufMetadata metadata) {
        TreeSet<Integer> ends = new TreeSet<>();
        for (String key : List.of("eos_token_id", "eot_token_id", "eom_token_id")) {
            metadata.integer(PREFIX + key)
                    .ifPresent(id -> ends.add(checked(metadata, PREFIX + key, id)));
        }
        List<String> tokens = metadata.texts(PREFIX + "tokens").orElse(List.of());
        int[] types = metadata.integers(PREFIX + "token_type").orElse(new int[0]);
        for (int id = 0; id < Math.min(tokens.size(), types.length); id++) {
            if (types[id] == CONTROL && ENDS.contains(tokens.get(id))) {
                ends.add(id);
            }
        }
        return List.copyOf(ends);
    }

    private static int checked(GgufMetadata metadata, String key, long id) {
        if (id < 0 || id >= MOST_TOKENS) {
            throw new CheckpointException(
                    metadata.file(), "%s is %d, not a token id".formatted(key, id));
        }
        return (int) id;
    }
}
