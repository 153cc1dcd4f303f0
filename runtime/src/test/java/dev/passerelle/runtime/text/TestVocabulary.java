package dev.passerelle.runtime.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A vocabulary that grows by the tokens a test writes.
final class TestVocabulary {

    private final byte[][] tokens = new byte[256][];
    private final Vocabulary vocabulary = new Vocabulary(tokens, new boolean[tokens.length]);
    private int size;

    TestVocabulary() {
        Arrays.fill(tokens, new byte[0]);
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    int id(String text) {
        return id(text.getBytes(StandardCharsets.UTF_8));
    }

    int id(byte... bytes) {
        tokens[size] = bytes;
        return size++;
    }
}
