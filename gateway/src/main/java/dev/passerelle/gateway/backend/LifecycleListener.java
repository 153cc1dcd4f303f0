package dev.passerelle.gateway.backend;

import java.time.Duration;
import java.time.Instant;

/// Hears what happens to models. Called by several threads.
public interface LifecycleListener {

    /// Hears nothing.
    LifecycleListener SILENT = new LifecycleListener() {};

    /// How an attempt to load ended.
    enum LoadOutcome {
        READY,
        FAILED,
        /// There was no memory for it at the moment; it stays idle.
        NO_MEMORY,
        /// The server stopped.
        INTERRUPTED
    }

    /// How an attempt to serve a newer revision ended.
    enum RefreshOutcome {
        UNCHANGED,
        /// The newer revision is served, or will be when the model is loaded next.
        SWAPPED,
        /// What was served before is served on.
        FAILED
    }

    /// Models may take this many bytes together.
    default void budget(long bytes) {}

    default void loaded(String model, LoadOutcome outcome, Duration took) {}

    /// A model was unloaded to make room for another.
    default void evicted(String model) {}

    default void refreshed(String model, RefreshOutcome outcome, Instant when) {}

    /// Bytes of a model's files arrived.
    default void downloaded(String model, long bytes) {}
}
