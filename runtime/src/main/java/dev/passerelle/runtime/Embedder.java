package dev.passerelle.runtime;

import java.util.List;

/// A model that maps text to a vector.
public non-sealed interface Embedder extends LoadedModel {

    /// Length of each vector.
    int dimensions();

    /// One unit-length vector an input, in order. Waits; batches with other callers' inputs.
    ///
    /// @throws InferenceException.ContextLengthExceeded if an input is longer than
    ///   [#contextLength()]
    /// @throws InferenceException.QueueFull if too many wait already
    /// @throws InferenceException.InvalidInput if an input has ids outside the vocabulary
    Embeddings embed(List<Input> inputs) throws InterruptedException;

    /// What to embed.
    sealed interface Input {
        record Text(PromptText text) implements Input {}

        @SuppressWarnings("ArrayRecordComponent") // ids are never compared or printed
        record Tokens(int[] ids) implements Input {}
    }

    /// @param promptTokens tokens read over all inputs, special tokens included
    record Embeddings(List<float[]> vectors, int promptTokens) {}
}
