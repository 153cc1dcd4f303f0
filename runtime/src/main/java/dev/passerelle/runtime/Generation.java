package dev.passerelle.runtime;

/// A running generation: a bounded stream of events with one reader. A reader that lags pauses its
/// own sequence only.
public interface Generation extends AutoCloseable {

    /// Tokens of the prompt.
    int promptTokens();

    /// Where the time before the first event went; known once that is there.
    Timing timing();

    /// The next event, waiting for it. After `Finished` or `Failed` there is none: calling again is
    /// an error.
    GenerationEvent next() throws InterruptedException;

    /// Ends the generation: its slot is free before the next decode step. Safe at any time, from
    /// any thread, more than once.
    void cancel();

    /// Same as [#cancel()]; does nothing once the generation has ended.
    @Override
    default void close() {
        cancel();
    }
}
