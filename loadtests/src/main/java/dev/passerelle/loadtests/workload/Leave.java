package dev.passerelle.loadtests.workload;

/// When a client closes its connection though the answer is not complete.
public sealed interface Leave {
    /// So many nanoseconds after the intended start.
    record After(long nanos) implements Leave {}

    /// With so many events of output received; at once where the answer is not streamed and whole.
    record AfterTokens(int tokens) implements Leave {}
}
