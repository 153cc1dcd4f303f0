package dev.passerelle.runtime;

/// Inputs whose tokens are counted. Nothing of them is computed before [#embed].
public interface PreparedEmbedding {

    /// Tokens over all inputs, special tokens included.
    int promptTokens();

    /// One unit-length vector an input, in order. Waits; batches with other callers' inputs. Once
    /// only.
    ///
    /// @throws InferenceException.QueueFull if too many wait already, or it had to make room for a
    ///   request of a tenant with fewer
    Embedder.Embeddings embed() throws InterruptedException;

    /// Known once the vectors are.
    Timing timing();
}
