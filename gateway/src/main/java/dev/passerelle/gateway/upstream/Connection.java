package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.DeploymentFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A connection that carries one exchange after another.
abstract sealed class Connection permits Http1Connection, Http2Connection {
    private long idleSince;

    /// Sends a request, and returns when the head of its answer is there; null if nothing came
    /// because the connection had been closed.
    ///
    /// @throws DeploymentFailure if it doesn't come
    abstract @Nullable Exchange send(Outgoing request, Patience patience, ConnectionPool pool)
            throws InterruptedException;

    /// Ends it at once.
    abstract void close();

    final void idle(long now) {
        idleSince = now;
    }

    final boolean idleLongerThan(Duration time, long now) {
        return now - idleSince > time.toNanos();
    }
}
