package dev.passerelle.gateway.routing;

import java.time.Duration;

/// A deployment's own limits have no room for a call.
final class NoRoom extends RuntimeException {
    private final Duration retryAfter;

    NoRoom(String message, Duration retryAfter) {
        super(message, null, false, false);
        this.retryAfter = retryAfter;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
