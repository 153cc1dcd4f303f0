package dev.passerelle.runtime.engine;

import dev.passerelle.runtime.fairness.FairQueue;
import dev.passerelle.runtime.ort.Decoder;
import dev.passerelle.runtime.sampling.LogitsRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the prompts of sequences in slots, a chunk at a time, in the order of their tenants'
/// turns.
final class PromptReading {

    private final Decoder decoder;
    private final Slots slots;
    private final FairQueue<Sequence> queue;
    private final LogitsRow row;
    private final int chunk;

    /// In order of their coming.
    private final List<Sequence> unread = new ArrayList<>();

    /// Rows of logits that the last chunk left.
    private int logitRows;

    PromptReading(Decoder decoder, Slots slots, FairQueue<Sequence> queue, int chunk) {
        this.decoder = decoder;
        this.slots = slots;
        this.queue = queue;
        this.row = new LogitsRow(decoder.vocabularySize());
        this.chunk = chunk;
    }

    void add(Sequence sequence) {
        unread.add(sequence);
    }

    /// Forgets one that is read, or loses its slot.
    void remove(Sequence sequence) {
        unread.remove(sequence);
    }

    void clear() {
        unread.clear();
    }

    /// Whose chunk comes next; null if all prompts are read.
    @Nullable Sequence next() {
        Sequence next = null;
        for (Sequence sequence : unread) {
            if (next == null || queue.compareTurns(sequence.place(), next.place()) < 0) {
                next = sequence;
            }
        }
        return next;
    }

    /// Reads a chunk of a prompt.
    void read(Sequence sequence) {
        Progress progress = sequence.progress();
        int offset = progress.promptTokensRead();
        int left = progress.prompt().length - offset;
        Optional<PromptScores> scores = sequence.promptScores();
        int unscored = scores.map(PromptScores::passed).orElse(progress.prompt().length) - offset;
        boolean scoring = unscored <= 0;
        int most = scoring ? decoder.mostLogitRows() : unscored;
        int count = Math.min(Math.min(chunk, left), most);
        logitRows = scoring ? count : 1;
        decoder.prefill(slots.slotOf(sequence), progress.prompt(), offset, count, logitRows);
        if (scoring) {
            scores.ifPresent(this::score);
        }
        queue.served(sequence.place(), progress.promptChunkRead(count));
    }

    /// Which row of logits is that after the last token of the last chunk.
    int lastRow() {
        return logitRows - 1;
    }

    private void score(PromptScores scores) {
        for (int i = 0; i < logitRows; i++) {
            row.load(decoder.logits(), i);
            scores.add(row);
        }
    }
}
