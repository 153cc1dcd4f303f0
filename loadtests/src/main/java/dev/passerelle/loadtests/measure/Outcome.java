package dev.passerelle.loadtests.measure;

/// How a request ended.
public enum Outcome {
    /// A complete answer.
    OK,
    /// The server failed or refused, or its answer was none.
    FAILED,
    /// The client left, as the scenario wanted.
    LEFT,
    /// Too many were under way; the server never saw it.
    NOT_SENT,
    /// The run was ended before the answer was.
    UNFINISHED;

    /// As in files.
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
