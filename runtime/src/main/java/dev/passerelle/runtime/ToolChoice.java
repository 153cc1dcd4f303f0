package dev.passerelle.runtime;

/// Whether a model calls tools.
public sealed interface ToolChoice {

    /// It doesn't; calls it writes all the same are text.
    record None() implements ToolChoice {}

    /// It decides.
    record Auto() implements ToolChoice {}

    /// It calls at least one.
    record Required() implements ToolChoice {}

    /// It calls this one.
    record Named(String name) implements ToolChoice {}
}
