package dev.passerelle.runtime.engine;

import java.util.Arrays;

/// Guesses what follows a text from what followed the same few tokens earlier in it (prompt lookup
/// decoding, Saxena 2023): good where an answer quotes its prompt or repeats itself.
final class PromptLookup {

    private static final int LONGEST = 4;
    private static final int SHORTEST = 2;
    private static final int[] NOTHING = {};

    private PromptLookup() {}

    /// Up to `most` tokens that followed the last occurrence of the text's last tokens, the longest
    /// run of those that occurs; none if not even two do.
    static int[] guess(Progress progress, int most) {
        int end = progress.prompt().length + progress.generated();
        for (int length = LONGEST; length >= SHORTEST; length--) {
            int follows = lastOccurrence(progress, end, length);
            if (follows >= 0) {
                int[] guess = new int[Math.min(most, end - follows)];
                Arrays.setAll(guess, i -> progress.token(follows + i));
                return guess;
            }
        }
        return NOTHING;
    }

    /// Where what follows the last earlier occurrence of the last `length` tokens begins, or -1.
    private static int lastOccurrence(Progress progress, int end, int length) {
        for (int at = end - length - 1; at >= 0; at--) {
            int same = 0;
            while (same < length
                    && progress.token(at + same) == progress.token(end - length + same)) {
                same++;
            }
            if (same == length) {
                return at + length;
            }
        }
        return -1;
    }
}
