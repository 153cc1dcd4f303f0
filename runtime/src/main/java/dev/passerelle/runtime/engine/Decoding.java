package dev.passerelle.runtime.engine;

import dev.passerelle.runtime.Speculation;
import dev.passerelle.runtime.ort.Decoder;
import java.util.List;

/// Runs the decode steps of the running sequences: one token of each at once, or several of one
/// where they can be guessed.
final class Decoding {

    private final Decoder decoder;
    private final Slots slots;
    private final Pace pace;
    private final Speculator speculator;
    private final Steps steps;
    private final int[] tokens;
    private final int[] lengths;

    Decoding(
            Decoder decoder,
            Slots slots,
            Pace pace,
            Speculation speculation,
            int maxLength,
            Steps steps) {
        this.decoder = decoder;
        this.slots = slots;
        this.pace = pace;
        this.speculator = new Speculator(decoder, speculation, slots.count(), maxLength);
        this.steps = steps;
        this.tokens = new int[slots.count()];
        this.lengths = new int[slots.count()];
    }

    /// Who is told what came of a step.
    interface Steps {

        /// A row of the decoder's logits is what follows all of a sequence's tokens. It may end the
        /// sequence, and so move another from a higher row into its slot.
        void stepped(Sequence sequence, int logitsRow);

        void failed(List<Sequence> sequences, RuntimeException cause);
    }

    /// @return whether anything runs
    boolean step() {
        int rows = slots.running();
        if (rows == 0) {
            return false;
        }
        boolean guessed = speculator.guess(slots);
        if (!guessed && !decode(rows)) {
            return true;
        }
        // from the last row down: ending one moves only a row that is done already
        for (int row = rows - 1; row >= 0; row--) {
            Sequence sequence = slots.runner(row);
            if (guessed) {
                verify(row, sequence);
            } else if (sequence.progress().stepped()) {
                steps.stepped(sequence, row);
            }
        }
        return true;
    }

    private boolean decode(int rows) {
        for (int row = 0; row < rows; row++) {
            Progress progress = slots.runner(row).progress();
            tokens[row] = progress.nextInput();
            lengths[row] = progress.length();
        }
        long since = pace.now();
        try {
            decoder.decode(rows, tokens, lengths);
        } catch (RuntimeException e) {
            steps.failed(slots.held().subList(0, rows), e);
            return false;
        }
        pace.stepped(since);
        return true;
    }

    private void verify(int row, Sequence sequence) {
        Progress progress = sequence.progress();
        try {
            speculator.run(row, progress);
        } catch (RuntimeException e) {
            steps.failed(List.of(sequence), e);
            return;
        }
        int place = 0;
        while (progress.stepped()) {
            steps.stepped(sequence, place);
            if (sequence.ended()
                    || sequence.mustPause()
                    || !speculator.right(row, place, progress)) {
                return;
            }
            place++;
        }
    }
}
