package dev.passerelle.gateway.cache.semantic;

/// A model that maps a text to a vector of length 1. Safe from any thread.
@FunctionalInterface
public interface Embedding {

    /// @throws RuntimeException if it can't now, for instance while its model is loading, or ever,
    ///   for instance if the text is too long
    float[] embed(String text) throws InterruptedException;
}
