package dev.passerelle.runtime;

/// A request whose tokens are counted and that holds a place in its model's queue. Nothing of it
/// runs before [#start].
public interface PreparedGeneration extends AutoCloseable {

    int promptTokens();

    /// Most tokens it may generate: what the request asks for, else what is left of the context.
    int maxTokens();

    /// Lets it run. Once only.
    ///
    /// @param maxTokens most tokens to generate, from 1 to [#maxTokens()]
    Generation start(int maxTokens);

    /// Gives the place back, unless it was started.
    @Override
    void close();
}
