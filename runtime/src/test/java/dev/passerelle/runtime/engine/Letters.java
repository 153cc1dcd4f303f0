package dev.passerelle.runtime.engine;

import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.text.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// A vocabulary of letters for the fake decoder, and what that says.
final class Letters {

    static final Vocabulary VOCABULARY = vocabulary();

    private Letters() {}

    static int[] prompt(int seed, int length) {
        return new Random(seed).ints(length, 0, FakeDecoder.VOCABULARY).toArray();
    }

    static List<Integer> tokens(int[] prompt, int count) {
        int[] all = Arrays.copyOf(prompt, prompt.length + count);
        for (int i = prompt.length; i < all.length; i++) {
            all[i] = FakeDecoder.next(all, i);
        }
        return IntStream.of(all).skip(prompt.length).boxed().toList();
    }

    static String expected(int[] prompt, int count) {
        StringBuilder text = new StringBuilder();
        tokens(prompt, count).forEach(token -> text.append((char) (' ' + token % 95)));
        return text.toString();
    }

    static String text(List<GenerationEvent> events) {
        StringBuilder text = new StringBuilder();
        for (GenerationEvent event : events) {
            if (event instanceof Delta delta) {
                text.append(delta.text());
            }
        }
        return text.toString();
    }

    private static Vocabulary vocabulary() {
        byte[][] bytes = new byte[FakeDecoder.VOCABULARY][];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = String.valueOf((char) (' ' + i % 95)).getBytes(StandardCharsets.UTF_8);
        }
        return new Vocabulary(bytes, new boolean[bytes.length]);
    }
}
