package dev.passerelle.gateway.http;

/// Who may call an address. Whoever calls one that asks for a key, but has a wrong one, gets 401
/// before anything else of the request is looked at.
public enum Access {
    /// Everybody; keys aren't looked at.
    PUBLIC,
    /// Everybody or every key, as configured; a key that is sent must be right.
    CATALOGUE,
    /// Everybody, or keys of the operator's own organisation, as configured.
    METRICS,
    /// Every key.
    READ,
    /// Keys that may use models. Takes from the limits, and is recorded.
    USE,
    /// Keys that may administrate.
    ADMIN
}
