package dev.passerelle.runtime;

/// A model ready for work. Closing ends what still runs on it and frees its memory.
public sealed interface LoadedModel extends AutoCloseable permits TextGenerator, Embedder {

    /// Longest input in tokens, prompt and completion together.
    int contextLength();

    /// Whether it can take work: false once the thread that owns its session has ended, by a
    /// failure or because the model was closed.
    default boolean healthy() {
        return true;
    }

    @Override
    void close();
}
