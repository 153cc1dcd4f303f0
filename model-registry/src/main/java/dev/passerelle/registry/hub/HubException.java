package dev.passerelle.registry.hub;

import java.io.IOException;
import java.io.Serial;

/// The hub could not give what was asked. The message names the repository, the reason and how to
/// mend it.
public final class HubException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    private final Reason reason;

    /// What kind of failure it was.
    public enum Reason {
        /// No such repository, revision or file, or the token may not see it.
        NOT_FOUND,
        /// The licence must be accepted, or a token is missing or wrong.
        FORBIDDEN,
        /// Too many requests, and still after the allowed attempts.
        RATE_LIMITED,
        /// No connection, a broken or stalled one, or server errors, after the allowed attempts.
        UNREACHABLE,
        /// The bytes are not those announced.
        MISMATCH,
        /// A redirect or an address that must not be followed.
        UNSAFE,
        /// An answer that is not the hub's protocol.
        PROTOCOL,
        /// The network is switched off by configuration.
        OFFLINE
    }

    public HubException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public HubException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
