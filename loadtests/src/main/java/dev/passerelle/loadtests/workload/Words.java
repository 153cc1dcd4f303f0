package dev.passerelle.loadtests.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// Common English words that vocabularies of most models hold as one token each.
final class Words {
    private static final String[] ALL = read();

    private Words() {}

    private static String[] read() {
        try (var in = Objects.requireNonNull(Words.class.getResourceAsStream("words.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip().split("\\s+");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// So many words at random, with spaces between.
    static String text(RandomGenerator random, int count) {
        var text = new StringBuilder(count * 7);
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                text.append(' ');
            }
            text.append(ALL[random.nextInt(ALL.length)]);
        }
        return text.toString();
    }
}
