package dev.passerelle.runtime;

/// A request whose tokens are counted and that holds a place in its model's queue. Nothing of it
/// runs before [#start].
public interface PreparedGeneration extends AutoCloseable {

    int promptTokens();

    /// Most tokens it may generate: what the request asks for, else what is left of the context.
    int maxTokens();

    /// Lets it run. Once only.
    ///
    /// What goes wrong from here on is the generation's last event: `QueueFull` if it had to make
    /// room for a request of a tenant with fewer, `QueueTimeout` if it waited too long for its
    /// first slot, `Unavailable` if the model has been closed.
    ///
    /// @param maxTokens most tokens to generate, from 1 to [#maxTokens()]; 0 where that is 0
    Generation start(int maxTokens);

    /// Gives the place back, unless it was started.
    @Override
    void close();
}
