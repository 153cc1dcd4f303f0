package dev.passerelle.runtime.text.gguf;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.gguf.GgufMetadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tokens of a GGUF file, by id.
///
/// @param kinds one a token
/// @param scores one a token; zeros where the file has none
@SuppressWarnings("ArrayRecordComponent") // read only, never compared
record GgufVocabulary(List<String> tokens, List<Kind> kinds, float[] scores) {

    /// What a token is, in the order of `enum llama_token_type`.
    enum Kind {
        UNDEFINED,
        NORMAL,
        UNKNOWN,
        CONTROL,
        USER_DEFINED,
        UNUSED,
        BYTE;

        static Kind of(int number) {
            return number < 0 || number >= values().length ? UNDEFINED : values()[number];
        }

        /// Whether text is cut at the token before anything else, and its spelling is literal.
        boolean isMatchedWhole() {
            return this == CONTROL || this == USER_DEFINED || this == UNKNOWN;
        }
    }

    private static final int NORMAL_NUMBER = 1;

    static final String PREFIX = "tokenizer.ggml.";

    /// @throws CheckpointException if there are no tokens, or lists differ in length
    static GgufVocabulary read(GgufMetadata metadata) {
        List<String> tokens =
                metadata.texts(PREFIX + "tokens")
                        .filter(list -> !list.isEmpty())
                        .orElseThrow(() ->
                                new CheckpointException(
                                        metadata.file(),
                                        "lacks metadata key '" + PREFIX + "tokens'"));
        int[] types =
                metadata.integers(PREFIX + "token_type")
                        .orElseGet(() -> {
                            int[] normal = new int[tokens.size()];
                            Arrays.fill(normal, NORMAL_NUMBER);
                            return normal;
                        });
        float[] scores =
                metadata.numbers(PREFIX + "scores").orElseGet(() -> new float[tokens.size()]);
        requireLength(metadata, "token_type", types.length, tokens.size());
        requireLength(metadata, "scores", scores.length, tokens.size());
        return new GgufVocabulary(
                named(tokens), Arrays.stream(types).mapToObj(Kind::of).toList(), scores);
    }

    private static void requireLength(GgufMetadata metadata, String key, int length, int tokens) {
        if (length != tokens) {
            throw new CheckpointException(
                    metadata.file(),
                    "metadata key '%s%s' has %d elements for %d tokens"
                            .formatted(PREFIX, key, length, tokens));
        }
    }

    /// Every spelling once: an empty or repeated one gets a name that no text spells.
    private static List<String> named(List<String> tokens) {
        Map<String, Integer> seen = new HashMap<>(tokens.size() * 2);
        List<String> named = new ArrayList<>(tokens.size());
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            boolean usable = !token.isEmpty() && seen.putIfAbsent(token, id) == null;
            named.add(usable ? token : "\uFFFF" + id);
        }
        return List.copyOf(named);
    }

    int size() {
        return tokens.size();
    }

    /// Ids by spelling.
    Map<String, Integer> ids() {
        Map<String, Integer> ids = HashMap.newHashMap(tokens.size());
        for (int id = 0; id < tokens.size(); id++) {
            ids.put(tokens.get(id), id);
        }
        return ids;
    }

    /// The token that a metadata key names by id, where it is one of the vocabulary.
    Optional<String> named(GgufMetadata metadata, String key) {
        return metadata.integer(PREFIX + key)
                .filter(id -> id >= 0 && id < size())
                .map(id -> tokens.get(id.intValue()));
    }
}
