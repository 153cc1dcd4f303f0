package dev.passerelle.runtime.check;

import dev.passerelle.runtime.importer.ImportedModel;
import dev.passerelle.runtime.ort.Decoder;
import dev.passerelle.runtime.ort.DecoderSession;
import dev.passerelle.runtime.sampling.LogitsRow;
import dev.passerelle.runtime.sampling.Logprobs;
import java.util.Arrays;
import java.util.List;

/// One sequence fed to a decoder of the engine's.
final class TeacherForcedSession implements AutoCloseable {

    private final Decoder session;
    private final LogitsRow row;
    private int[] tokens = {};

    /// @param maxLength most tokens the sequence will hold
    TeacherForcedSession(ImportedModel model, int maxLength) {
        this(new DecoderSession(model, 1, maxLength, 0));
    }

    /// @param session has one slot; closed with this
    TeacherForcedSession(Decoder session) {
        this.session = session;
        row = new LogitsRow(session.vocabularySize());
    }

    /// Forgets the sequence.
    void restart() {
        tokens = new int[0];
    }

    /// Appends tokens and returns the log-probabilities of what follows the last one.
    Logprobs append(List<Integer> next) {
        int before = tokens.length;
        tokens = Arrays.copyOf(tokens, before + next.size());
        for (int i = 0; i < next.size(); i++) {
            tokens[before + i] = next.get(i);
        }
        session.prefill(0, tokens, before, next.size());
        row.load(session.logits(), 0);
        return new Logprobs(row);
    }

    @Override
    public void close() {
        session.close();
    }
}
