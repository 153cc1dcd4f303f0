package dev.passerelle.runtime.ort;

import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;

/// A decoder with a KV cache of numbered slots, for one owner thread.
///
/// A *decode step* runs one token for each of the first `rows` slots, whatever their lengths. A
/// *prefill* reads several tokens into one slot, after those it holds already.
public interface Decoder extends AutoCloseable {

    int vocabularySize();

    /// Runs one token for each of the first `rows` slots, leaving `rows` rows of logits.
    ///
    /// @param tokens the token of each row
    /// @param lengths tokens each row holds before the step
    void decode(int rows, int[] tokens, int[] lengths);

    /// Reads `count` tokens, from index `offset` of `tokens`, into a slot that holds the `offset`
    /// tokens before them. Leaves `logitRows` rows of logits, those after the last `logitRows`
    /// tokens read.
    ///
    /// @param logitRows from 1 to [#mostLogitRows()] and to `count`
    void prefill(int slot, int[] tokens, int offset, int count, int logitRows);

    /// Reads tokens and leaves one row of logits, those after the last.
    default void prefill(int slot, int[] tokens, int offset, int count) {
        prefill(slot, tokens, offset, count, 1);
    }

    /// Most rows of logits that one call leaves.
    int mostLogitRows();

    /// The last call's logits, float `[rows, vocabularySize]`, valid until the next call.
    FloatBuffer logits();

    /// Copies the first `length` tokens of one slot into another.
    void copy(int from, int to, int length);

    /// Bytes of one token's keys and values over all layers.
    long tokenBytes();

    /// Copies keys and values of `count` tokens of a slot, from token `offset` on, out of the
    /// cache: `count` times [#tokenBytes()] bytes in an order of the decoder's own.
    void save(int slot, int offset, int count, MemorySegment into);

    /// Brings back what [#save] of the same `count` gave, as the tokens from `offset` of a slot;
    /// the tokens before must be those they were computed after.
    void restore(int slot, int offset, int count, MemorySegment from);

    /// Gives the memory of a slot that holds nothing of worth back to the operating system.
    void release(int slot);

    @Override
    void close();
}
