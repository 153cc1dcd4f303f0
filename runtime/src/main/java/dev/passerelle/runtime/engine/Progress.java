package dev.passerelle.runtime.engine;

import java.util.Arrays;

/// How far a sequence has come: which of its tokens exist, and the keys and values of which lie in
/// its slot.
///
/// After [#rewind] nothing lies in the slot. What was computed is copied from where it was kept, or
/// computed again in the same way, prompt by chunks and generated tokens one a step, so that it has
/// the same bits.
final class Progress {

    private final int[] prompt;
    private int[] output = new int[16];
    private int generated;

    /// Prompt tokens in the slot.
    private int read;

    /// Generated tokens in the slot.
    private int fed;

    private int everRead;
    private int cached;
    private int rewinds;
    private int generatedAtRewind;

    Progress(int[] prompt) {
        this.prompt = prompt;
    }

    int[] prompt() {
        return prompt;
    }

    int generated() {
        return generated;
    }

    /// Tokens whose keys and values lie in the slot.
    int length() {
        return read + fed;
    }

    int promptTokensRead() {
        return read;
    }

    boolean promptRead() {
        return read == prompt.length;
    }

    /// @return how many of the tokens are read for the first time
    int promptChunkRead(int tokens) {
        read += tokens;
        int fresh = Math.max(0, read - everRead);
        everRead += fresh;
        return fresh;
    }

    /// The first `length` tokens lie in the slot without having been read.
    void reuse(int length) {
        read = Math.min(length, prompt.length);
        fed = length - read;
        int fresh = Math.max(0, read - everRead);
        everRead += fresh;
        cached += fresh;
    }

    /// Prompt tokens that never had to be read.
    int cached() {
        return cached;
    }

    /// Of prompt and completion.
    int token(int index) {
        return index < prompt.length ? prompt[index] : output[index - prompt.length];
    }

    /// Whether all but the last generated token lie in the slot, so that the next step gives a new
    /// one.
    boolean current() {
        return fed == generated - 1;
    }

    /// The token the next decode step runs.
    int nextInput() {
        return output[fed];
    }

    /// @return whether the step's logits are those of a token not generated yet
    boolean stepped() {
        fed++;
        return fed == generated;
    }

    void append(int token) {
        if (generated == output.length) {
            output = Arrays.copyOf(output, 2 * generated);
        }
        output[generated++] = token;
    }

    /// Everything in the slot is lost.
    void rewind() {
        read = 0;
        fed = 0;
        rewinds++;
        generatedAtRewind = generated;
    }

    int rewinds() {
        return rewinds;
    }

    /// Tokens generated since nothing was lost.
    int generatedSinceRewind() {
        return generated - generatedAtRewind;
    }
}
