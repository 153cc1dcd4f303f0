package dev.passerelle.registry.hub;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// How fast a body arrives, by the time that is spent waiting for it. One that only drips would
/// hold its connection, and the lock of its file, for days without ever being silent for long.
final class Pace {

    /// Bytes a second.
    static final long LEAST = 1 << 10;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final InstantSource clock;
    private Duration waited = Duration.ZERO;
    private long bytes;

    Pace(InstantSource clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /// Counts what came since a moment.
    ///
    /// @return false if too little came for too long
    boolean suffices(Instant since, int read) {
        waited = waited.plus(Duration.between(since, now()));
        bytes += read;
        if (waited.compareTo(WINDOW) < 0) {
            return true;
        }
        boolean enough = bytes >= LEAST * waited.toSeconds();
        waited = Duration.ZERO;
        bytes = 0;
        return enough;
    }
}
