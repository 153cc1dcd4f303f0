package dev.passerelle.gateway.keys;

import dev.passerelle.gateway.tenancy.Caller;

/// What is found of a key or token.
sealed interface Verdict {

    /// It is right.
    record Right(Caller caller) implements Verdict {}

    /// It was right once, so its holder isn't guessing.
    ///
    /// @param message for the caller
    record Ended(String message) implements Verdict {}

    /// It is nobody's.
    ///
    /// @param message for the caller; doesn't tell which part is wrong
    record Wrong(String message) implements Verdict {}
}
