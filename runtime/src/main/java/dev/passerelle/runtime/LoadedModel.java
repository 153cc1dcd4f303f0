package dev.passerelle.runtime;

/// A model ready for work. Closing ends what still runs on it and frees its memory.
public sealed interface LoadedModel extends AutoCloseable permits TextGenerator, Embedder {

    /// Longest input in tokens, prompt and completion together.
    int contextLength();

    @Override
    void close();
}
