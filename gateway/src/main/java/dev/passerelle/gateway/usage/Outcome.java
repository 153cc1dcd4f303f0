package dev.passerelle.gateway.usage;

import java.util.Locale;

/// How a request ended.
public enum Outcome {
    COMPLETED,
    /// The client left before the answer was complete.
    CANCELLED,
    /// A limit or budget had no room for it.
    LIMITED,
    /// It was wrong, or asked for what the caller may not have.
    REFUSED,
    /// The server couldn't: no room in the queue, model not loaded, shutting down.
    UNAVAILABLE,
    /// The model failed.
    FAILED,
    /// The gateway was killed; counted as far as it was known.
    INTERRUPTED;

    /// The name on the wire and in the database.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
