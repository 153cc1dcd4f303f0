package dev.passerelle.loadtests.stub;

/// How a request of a stub ended, or is programmed to.
public enum Fate {
    ANSWERED,
    /// Refused with a programmed status.
    ERROR,
    /// The connection was ended in the middle of the answer.
    CUT,
    /// Never answered.
    HUNG,
    /// The client left before the answer was complete.
    LEFT
}
