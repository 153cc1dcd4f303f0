package dev.passerelle.runtime.prefix;

import dev.passerelle.runtime.ort.Decoder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;
import java.util.Arrays;

/// A decoder of one slot that computes nothing.
final class OneSlot implements Decoder {

    private final int[] tokens = new int[1000];

    void fill(int[] content) {
        System.arraycopy(content, 0, tokens, 0, content.length);
    }

    void clear() {
        Arrays.fill(tokens, -1);
    }

    boolean holds(int[] content) {
        return Arrays.equals(content, Arrays.copyOf(tokens, content.length));
    }

    @Override
    public long tokenBytes() {
        return Integer.BYTES;
    }

    @Override
    public void save(int slot, int offset, int count, MemorySegment into) {
        MemorySegment.copy(tokens, offset, into, ValueLayout.JAVA_INT, 0, count);
    }

    @Override
    public void restore(int slot, int offset, int count, MemorySegment from) {
        MemorySegment.copy(from, ValueLayout.JAVA_INT, 0, tokens, offset, count);
    }

    @Override
    public int vocabularySize() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void decode(int rows, int[] next, int[] lengths) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void prefill(int slot, int[] prompt, int offset, int count, int logitRows) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int mostLogitRows() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FloatBuffer logits() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void copy(int from, int to, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void release(int slot) {}

    @Override
    public void close() {}
}
