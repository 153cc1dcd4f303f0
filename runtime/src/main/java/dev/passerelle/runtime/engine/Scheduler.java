package dev.passerelle.runtime.engine;

import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.TextGenerator.Load;
import dev.passerelle.runtime.ort.Decoder;
import dev.passerelle.runtime.sampling.LogitsRow;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/// The engine thread's work: decides what runs next and runs it.
///
/// Each turn drops cancelled sequences, hands free slots to waiting ones, reads one chunk of the
/// oldest unread prompt, then decodes one token of every running sequence. Chunks start at fixed
/// multiples of the chunk size, so that a prompt is computed in the same way whatever else runs.
final class Scheduler {

    private static final Logger LOG = System.getLogger(Scheduler.class.getName());

    private final Decoder decoder;
    private final Slots slots;
    private final Queue<Sequence> waiting;
    private final ArrayDeque<Sequence> unread = new ArrayDeque<>();
    private final LogitsRow row;
    private final int chunk;
    private final int maxLength;
    private final int[] tokens;
    private final int[] lengths;
    private volatile Load load;

    /// @param decoder has one slot more than `slotCount`
    /// @param waiting sequences without a slot, oldest first; filled by other threads
    Scheduler(Decoder decoder, int slotCount, int maxLength, int chunk, Queue<Sequence> waiting) {
        this.decoder = decoder;
        this.slots = new Slots(decoder, slotCount);
        this.waiting = waiting;
        this.row = new LogitsRow(decoder.vocabularySize());
        this.chunk = chunk;
        this.maxLength = maxLength;
        this.tokens = new int[slotCount];
        this.lengths = new int[slotCount];
        this.load = new Load(slotCount, 0, 0, 0, (long) slotCount * maxLength);
    }

    /// The state after the last turn; from any thread.
    Load load() {
        return load;
    }

    /// Does one turn.
    ///
    /// @return whether there was anything to do; if not, there won't be until a sequence arrives,
    ///   is cancelled or makes room
    boolean turn() {
        dropCancelled();
        pauseAndResume();
        admit();
        boolean read = readPromptChunk();
        dropCancelled();
        boolean decoded = decode();
        boolean worked = read || decoded;
        if (worked) {
            slots.stepDone();
        } else {
            slots.releaseFree();
        }
        publishLoad();
        return worked;
    }

    /// Fails all there is.
    void failAll(InferenceException cause) {
        slots.held().forEach(sequence -> sequence.fail(cause));
        slots.clear();
        unread.clear();
        for (Sequence sequence = waiting.poll(); sequence != null; sequence = waiting.poll()) {
            sequence.fail(cause);
        }
        publishLoad();
    }

    private void dropCancelled() {
        for (Sequence sequence : slots.held()) {
            if (sequence.cancelled()) {
                end(sequence, new InferenceException.Cancelled());
            }
        }
    }

    private void pauseAndResume() {
        for (Sequence sequence : slots.held()) {
            if (!sequence.promptRead()) {
                continue;
            }
            if (slots.runs(sequence)) {
                if (sequence.mustPause()) {
                    slots.suspend(sequence);
                }
            } else if (sequence.mayResume()) {
                slots.start(sequence);
            }
        }
    }

    private void admit() {
        while (!slots.full()) {
            Sequence next = waiting.poll();
            if (next == null) {
                return;
            }
            slots.occupy(next);
            unread.add(next);
        }
    }

    private boolean readPromptChunk() {
        Sequence sequence = unread.peek();
        if (sequence == null) {
            return false;
        }
        int offset = sequence.promptTokensRead();
        int count = Math.min(chunk, sequence.prompt().length - offset);
        try {
            decoder.prefill(slots.slotOf(sequence), sequence.prompt(), offset, count);
        } catch (RuntimeException e) {
            failed(List.of(sequence), e);
            return true;
        }
        sequence.promptChunkRead(count);
        if (sequence.promptRead()) {
            unread.remove();
            slots.start(sequence);
            advance(sequence, 0);
        }
        return true;
    }

    private boolean decode() {
        int rows = slots.running();
        if (rows == 0) {
            return false;
        }
        for (int i = 0; i < rows; i++) {
            Sequence sequence = slots.runner(i);
            tokens[i] = sequence.lastToken();
            lengths[i] = sequence.length();
        }
        try {
            decoder.decode(rows, tokens, lengths);
        } catch (RuntimeException e) {
            failed(slots.held().subList(0, rows), e);
            return true;
        }
        // from the last row down: ending one moves only a row that is done already
        for (int i = rows - 1; i >= 0; i--) {
            advance(slots.runner(i), i);
        }
        return true;
    }

    private void advance(Sequence sequence, int logitsRow) {
        try {
            row.load(decoder.logits(), logitsRow);
            sequence.advance(row);
        } catch (RuntimeException e) {
            failed(List.of(sequence), e);
            return;
        }
        if (sequence.ended()) {
            slots.vacate(sequence);
        }
    }

    private void failed(List<Sequence> sequences, RuntimeException cause) {
        LOG.log(Level.ERROR, "A step with " + sequences.size() + " sequences failed", cause);
        sequences.forEach(sequence ->
                end(
                        sequence,
                        new InferenceException.Failed(
                                "The model failed to compute an answer", cause)));
    }

    private void end(Sequence sequence, InferenceException cause) {
        sequence.fail(cause);
        unread.remove(sequence);
        slots.vacate(sequence);
    }

    private void publishLoad() {
        List<Sequence> held = slots.held();
        long kvTokens = held.stream().mapToLong(Sequence::length).sum();
        load =
                new Load(
                        slots.count(),
                        held.size(),
                        waiting.size(),
                        kvTokens,
                        (long) slots.count() * maxLength);
    }
}
