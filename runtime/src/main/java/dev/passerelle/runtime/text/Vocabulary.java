package dev.passerelle.runtime.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What each token of a model stands for in generated text.
public final class Vocabulary {

    private static final byte[] NOTHING = {};

    private final byte[][] bytes;
    private final boolean[] control;

    /// Ids of control tokens by their spelling.
    private final Map<String, Integer> spellings;

    /// @param bytes what each token stands for
    /// @param control which tokens have no text of their own
    public Vocabulary(byte[][] bytes, boolean[] control) {
        this(bytes, control, Map.of());
    }

    private Vocabulary(byte[][] bytes, boolean[] control, Map<String, Integer> spellings) {
        this.bytes = bytes;
        this.control = control;
        this.spellings = spellings;
    }

    /// The same, but that those control tokens that are spelled like one of these have their
    /// spelling as text.
    public Vocabulary spelling(Set<String> shown) {
        byte[][] texts = bytes.clone();
        boolean[] hidden = control.clone();
        spellings.forEach((spelling, id) -> {
            if (shown.contains(spelling)) {
                texts[id] = spelling.getBytes(StandardCharsets.UTF_8);
                hidden[id] = false;
            }
        });
        return new Vocabulary(texts, hidden, spellings);
    }

    /// Control tokens that are spelled like one of these.
    public Set<Integer> controls(Set<String> spelled) {
        return spellings.entrySet().stream()
                .filter(each -> spelled.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
    }

    /// Reads `tokenizer.json`.
    ///
    /// @throws IllegalArgumentException if it is damaged or its decoder is of an unknown kind
    public static Vocabulary read(Path tokenizerJson) {
        return of(TokenizerFile.read(tokenizerJson));
    }

    static Vocabulary of(TokenizerFile file) {
        TokenDecoder decoder = TokenDecoder.of(file);
        int size = file.vocabularySize();
        byte[][] bytes = new byte[size][];
        boolean[] control = new boolean[size];
        file.added().forEach(token -> control[token.id()] = token.special());
        for (int id = 0; id < size; id++) {
            String spelling = file.tokens().get(id);
            bytes[id] = spelling == null || control[id] ? NOTHING : decoder.bytes(spelling);
        }
        Map<String, Integer> spellings = new HashMap<>();
        file.added().stream()
                .filter(TokenizerFile.AddedToken::special)
                .forEach(token -> spellings.put(token.content(), token.id()));
        return new Vocabulary(bytes, control, spellings);
    }

    /// Bytes of the longest token: a text of more than this many times n bytes has more than n
    /// tokens.
    public int longestToken() {
        return Arrays.stream(bytes).mapToInt(token -> token.length).max().orElse(0);
    }

    /// Highest id and one. A model's logits may be longer than this, padded for speed.
    public int size() {
        return bytes.length;
    }

    /// The UTF-8 bytes of a token, possibly part of a character; none for a control token and for
    /// ids outside the vocabulary.
    public byte[] bytes(int token) {
        return text(token).clone();
    }

    /// Whether the token steers the model (end of turn, padding) and has no text of its own.
    public boolean isControl(int token) {
        return token >= 0 && token < control.length && control[token];
    }

    /// As [#bytes(int)], not copied.
    byte[] text(int token) {
        return token >= 0 && token < bytes.length ? bytes[token] : NOTHING;
    }
}
