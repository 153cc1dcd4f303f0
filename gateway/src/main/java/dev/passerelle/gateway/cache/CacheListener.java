package dev.passerelle.gateway.cache;

import java.util.function.LongSupplier;

/// Hears what becomes of the calls a cache sees. Called on their threads.
public interface CacheListener {

    /// Hears nothing.
    CacheListener NONE = (model, outcome) -> {};

    /// @param model served id
    void answered(String model, Outcome outcome);

    /// Told once, before any call.
    ///
    /// @param bytes what the answers kept take at the moment
    default void holding(LongSupplier bytes) {}

    /// How a call is answered.
    enum Outcome {
        /// From what is kept.
        HIT,
        /// By the work another call has begun.
        SHARED,
        /// By a deployment, whose answer may be kept.
        MISS,
        /// By a deployment, and nothing is kept.
        BYPASS
    }
}
