package dev.passerelle.runtime.ort;

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

    /// Reads `count` tokens, from index `offset` of `prompt`, into a slot that holds the `offset`
    /// tokens before them. Leaves one row of logits, those after the last token read.
    void prefill(int slot, int[] prompt, int offset, int count);

    /// The last call's logits, float `[rows, vocabularySize]`, valid until the next call.
    FloatBuffer logits();

    /// Copies the first `length` tokens of one slot into another.
    void copy(int from, int to, int length);

    /// Gives the memory of a slot that holds nothing of worth back to the operating system.
    void release(int slot);

    @Override
    void close();
}
