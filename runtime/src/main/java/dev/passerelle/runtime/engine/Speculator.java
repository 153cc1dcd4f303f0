package dev.passerelle.runtime.engine;

import dev.passerelle.runtime.Speculation;
import dev.passerelle.runtime.ort.Decoder;

/// Runs several guessed tokens of a sequence in one step, so that those which the model would have
/// chosen itself cost no step of their own.
///
/// The model's choice at each place is made from its own logits there, by the sequence's own
/// sampling; a guess only decides how many places one step computes. Keys and values of tokens that
/// were guessed wrong stay in the slot beyond its length, and are overwritten.
final class Speculator {

    private static final int[] NOTHING = {};

    private final Decoder decoder;
    private final Speculation options;
    private final int maxLength;
    private final int[] text;
    private final int[][] guesses;

    Speculator(Decoder decoder, Speculation options, int slots, int maxLength) {
        this.decoder = decoder;
        this.options = options;
        this.maxLength = maxLength;
        this.text = new int[maxLength];
        this.guesses = new int[slots][];
    }

    /// Guesses for the running sequences.
    ///
    /// @return whether it is worth a step of its own for each of them
    boolean guess(Slots slots) {
        int rows = slots.running();
        if (options.tokens() == 0 || rows > options.rows()) {
            return false;
        }
        boolean any = false;
        for (int row = 0; row < rows; row++) {
            guesses[row] = guess(slots.runner(row).progress());
            any |= guesses[row].length > 0;
        }
        return any;
    }

    private int[] guess(Progress progress) {
        int room = maxLength - progress.length() - 1;
        int most = Math.min(Math.min(options.tokens(), decoder.mostLogitRows() - 1), room);
        return most > 0 && progress.current() ? PromptLookup.guess(progress, most) : NOTHING;
    }

    /// Runs a row's next token and those guessed after it; row `i` of the logits is what follows
    /// the `i`-th of these.
    void run(int row, Progress progress) {
        int[] guess = guesses[row];
        int length = progress.length();
        text[length] = progress.nextInput();
        System.arraycopy(guess, 0, text, length + 1, guess.length);
        decoder.prefill(row, text, length, 1 + guess.length, 1 + guess.length);
    }

    /// Whether a row's token after the `place`-th run was guessed right.
    boolean right(int row, int place, Progress progress) {
        return place < guesses[row].length && progress.nextInput() == guesses[row][place];
    }
}
