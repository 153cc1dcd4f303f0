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
        if (progress.promptRead() && progress.rewinds() == 0) {
            tokensRead += progress.prompt().length;
            tokensReused += progress.cached();
        }
    }

    private void readChunk(Sequence sequence, int chunk) {
        long since = pace.now();
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
        reuse.keepRead(sequence, offset);
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
