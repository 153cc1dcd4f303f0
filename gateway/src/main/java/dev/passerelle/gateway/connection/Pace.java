package dev.passerelle.gateway.connection;

import dev.passerelle.gateway.config.ClientLimits;
import java.time.Duration;

/// How long a client may still take for what it is sending. Only time in which the server waits for
/// it counts.
final class Pace {
    private static final long LEAST_BYTES_A_SECOND = 1024;
    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private final ClientLimits limits;
    private Part part = Part.HEAD;
    private Duration waited = Duration.ZERO;
    private long received;

    /// What the client sends next.
    enum Part {
        /// Nothing until it likes; Helidon closes connections that are idle for long.
        NOTHING,
        HEAD,
        BODY
    }

    /// A new connection, whose client owes a head.
    Pace(ClientLimits limits) {
        this.limits = limits;
    }

    Part part() {
        return part;
    }

    /// The client is to send another part from here on.
    void begin(Part next) {
        part = next;
        waited = Duration.ZERO;
        received = 0;
    }

    /// Bytes have come.
    void received(int bytes, Duration wait) {
        if (part == Part.NOTHING) {
            begin(Part.HEAD);
        } else {
            waited = waited.plus(wait);
        }
        received += bytes;
    }

    /// How long the next bytes may take.
    Duration patience() {
        return switch (part) {
            case NOTHING -> FOREVER;
            case HEAD -> limits.headers().minus(waited);
            case BODY -> least(limits.body(), earned().minus(waited));
        };
    }

    private Duration earned() {
        return limits.body().plusMillis(received * 1000 / LEAST_BYTES_A_SECOND);
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
