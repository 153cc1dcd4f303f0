package dev.passerelle.runtime.engine;

import dev.passerelle.runtime.fairness.FairQueue;
import dev.passerelle.runtime.ort.Decoder;
import dev.passerelle.runtime.sampling.LogitsRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the prompts of sequences in slots, a chunk at a time, in the order of their tenants'
/// turns. What others read before is copied; what another is reading is left to it, and its turn
/// comes instead.
final class PromptReading {

    private final Decoder decoder;
    private final Slots slots;
    private final FairQueue<Sequence> queue;
    private final LogitsRow row;
    private final Pace pace;
    private final PrefixReuse reuse;

    /// In order of their coming.
    private final List<Sequence> unread = new ArrayList<>();

    /// Rows of logits that the last chunk left.
    private int logitRows;

    private long tokensRead;
    private long tokensReused;

    PromptReading(
            Decoder decoder, Slots slots, FairQueue<Sequence> queue, Pace pace, PrefixReuse reuse) {
        this.decoder = decoder;
        this.slots = slots;
        this.queue = queue;
        this.row = new LogitsRow(decoder.vocabularySize());
        this.pace = pace;
        this.reuse = reuse;
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

    /// Tokens of all prompts that are read.
    long tokensRead() {
        return tokensRead;
    }

    /// Those of them that were copied.
    long tokensReused() {
        return tokensReused;
    }

    /// Whose chunk comes next; null if all prompts are read.
    @Nullable Sequence next() {
        Sequence next = null;
        for (Sequence sequence : unread) {
            if (next == null || queue.compareTurns(sequence.place(), next.place()) < 0) {
                next = sequence;
            }
        }
        Sequence leader = next;
        while (leader != null) {
            next = leader;
            leader = reuse.leader(next, unread);
        }
        return next;
    }

    /// Copies and reads some of a prompt: a chunk at most, and beside decode steps no more than
    /// takes about as long as one.
    void read(Sequence sequence, boolean decoding) {
        long since = pace.now();
        reuse.fill(sequence, since, decoding);
        Progress progress = sequence.progress();
        if (!progress.promptRead() && !pace.exhausted(since, decoding)) {
            readChunk(sequence, pace.chunk(decoding));
        }
        if (progress.promptRead() && progress.generated() == 0) {
            tokensRead += progress.prompt().length;
            tokensReused += progress.cached();
        }
    }

    /// Reads the next tokens. A single last one is read together with the one before it: on its own
    /// it would be computed as in a decode step, with other last bits than within a chunk.
    private void readChunk(Sequence sequence, int chunk) {
        long since = pace.now();
        Progress progress = sequence.progress();
        int length = progress.prompt().length;
        int read = progress.promptTokensRead();
        int offset = read > 0 && length - read == 1 ? read - 1 : read;
        Optional<PromptScores> scores = sequence.promptScores();
        int unscored = scores.map(PromptScores::passed).orElse(length) - offset;
        int count =
                Math.min(
                        Math.min(read - offset + chunk, length - offset),
                        unscored + decoder.mostLogitRows());
        logitRows = Math.max(1, count - unscored);
        decoder.prefill(slots.slotOf(sequence), progress.prompt(), offset, count, logitRows);
        if (count > unscored) {
            scores.ifPresent(this::score);
        }
        queue.served(sequence.place(), progress.promptChunkRead(offset + count - read));
        reuse.keepRead(sequence, read);
        pace.read(count, since);
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
