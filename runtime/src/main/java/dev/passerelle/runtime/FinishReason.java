package dev.passerelle.runtime;

/// Why a generation ended by itself.
public enum FinishReason {
    /// An end-of-sequence token or a stop string.
    STOP,
    /// `maxTokens` or the context length was reached.
    LENGTH,
    /// It ended after calls of tools, which the caller is to carry out.
    TOOL_CALLS
}
