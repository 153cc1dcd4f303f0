package dev.passerelle.runtime.engine;

import dev.passerelle.runtime.ort.Decoder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A decoder without a model: a slot holds tokens, and the likeliest next token is a hash of all
/// tokens that the slot really holds, so that a wrong move, a stale slot or a wrong length changes
/// the text.
final class FakeDecoder implements Decoder {

    static final int VOCABULARY = 97;

    private final int[][] slots;
    private final FloatBuffer logits;
    final List<Integer> decodedRows = new ArrayList<>();
    int prefills;
    int prefilledTokens;

    /// How many of the last tokens say what comes next.
    int memory = Integer.MAX_VALUE;

    boolean failing;
    boolean dying;

    FakeDecoder(int slots, int maxLength) {
        this.slots = new int[slots][maxLength];
        this.logits = FloatBuffer.allocate(slots * VOCABULARY);
    }

    /// The token that follows these.
    static int next(int[] tokens, int length) {
        return Math.floorMod(Arrays.hashCode(Arrays.copyOf(tokens, length)), VOCABULARY);
    }

    /// The token that follows these, if it depends on the last `memory` only.
    static int next(int[] tokens, int length, int memory) {
        int from = Math.max(0, length - memory);
        return next(Arrays.copyOfRange(tokens, from, length), length - from);
    }

    @Override
    public int vocabularySize() {
        return VOCABULARY;
    }

    @Override
    public void decode(int rows, int[] tokens, int[] lengths) {
        failIfAsked();
        decodedRows.add(rows);
        for (int row = 0; row < rows; row++) {
            slots[row][lengths[row]] = tokens[row];
            answer(row, next(slots[row], lengths[row] + 1, memory));
        }
    }

    @Override
    public void prefill(int slot, int[] tokens, int offset, int count, int logitRows) {
        failIfAsked();
        prefills++;
        prefilledTokens += count;
        System.arraycopy(tokens, offset, slots[slot], offset, count);
        for (int row = 0; row < logitRows; row++) {
            answer(row, next(slots[slot], offset + count - logitRows + row + 1, memory));
        }
    }

    @Override
    public int mostLogitRows() {
        return logits.capacity() / VOCABULARY;
    }

    @Override
    public long tokenBytes() {
        return Integer.BYTES;
    }

    @Override
    public void save(int slot, int offset, int count, MemorySegment into) {
        MemorySegment.copy(slots[slot], offset, into, ValueLayout.JAVA_INT, 0, count);
    }

    @Override
    public void restore(int slot, int offset, int count, MemorySegment from) {
        MemorySegment.copy(from, ValueLayout.JAVA_INT, 0, slots[slot], offset, count);
    }

    @Override
    public FloatBuffer logits() {
        return logits;
    }

    @Override
    public void copy(int from, int to, int length) {
        System.arraycopy(slots[from], 0, slots[to], 0, length);
    }

    @Override
    public void release(int slot) {
        Arrays.fill(slots[slot], -1);
    }

    @Override
    public void close() {}

    private void answer(int row, int token) {
        for (int i = 0; i < VOCABULARY; i++) {
            logits.put(row * VOCABULARY + i, i == token ? 10 : 0);
        }
    }

    private void failIfAsked() {
        if (failing) {
            throw new IllegalStateException("asked to fail");
        }
        if (dying) {
            throw new LinkageError("asked to die");
        }
    }
}
