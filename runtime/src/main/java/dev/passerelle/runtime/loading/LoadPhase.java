package dev.passerelle.runtime.loading;

/// A part of loading a model, in the order they come.
public enum LoadPhase {
    /// The checkpoint is turned into a graph. Left out where the import of an earlier load is used,
    /// and for models that are graphs already.
    IMPORTING,
    /// The session is created.
    LOADING,
    /// The model answers a first request of its own.
    WARMING_UP
}
