package dev.passerelle.runtime;

import java.util.List;

/// A model that maps text to a vector.
public non-sealed interface Embedder extends LoadedModel {

    /// Length of each vector.
    int dimensions();

    /// Tokenizes, on the calling thread.
    ///
    /// @param tenant whose share of the model it will count against
    /// @throws InferenceException.ContextLengthExceeded if an input is longer than
    ///   [#contextLength()]
    /// @throws InferenceException.InvalidInput if an input has ids outside the vocabulary
    PreparedEmbedding prepare(List<Input> inputs, Tenant tenant);

    /// Embeds on nobody's account.
    ///
    /// @throws InferenceException as [#prepare] and [PreparedEmbedding#embed] do
    default Embeddings embed(List<Input> inputs) throws InterruptedException {
        return prepare(inputs, Tenant.EVERYONE).embed();
    }

    /// What to embed.
    sealed interface Input {
        record Text(PromptText text) implements Input {}

        @SuppressWarnings("ArrayRecordComponent") // ids are never compared or printed
        record Tokens(int[] ids) implements Input {}
    }

    /// @param promptTokens tokens read over all inputs, special tokens included
    record Embeddings(List<float[]> vectors, int promptTokens) {}
}
