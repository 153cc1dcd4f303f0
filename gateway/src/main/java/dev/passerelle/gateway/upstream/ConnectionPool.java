package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.DeploymentFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Connections to one server: at most so many at once, the one used last again first.
final class ConnectionPool implements AutoCloseable {
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(60);

    private final Dialler dialler;
    private final Failures failures;
    private final Duration patience;
    private final Semaphore places;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /// @param most at once
    /// @param patience how long to wait for one
    ConnectionPool(Dialler dialler, int most, Duration patience, Failures failures) {
        this.dialler = dialler;
        this.patience = patience;
        this.failures = failures;
        this.places = new Semaphore(most);
    }

    /// Takes the place of a connection, which [#giveBack] or [#drop] frees.
    ///
    /// @throws DeploymentFailure if none is free for too long
    void enter() throws InterruptedException {
        if (!places.tryAcquire() && !places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw failures.noneFree();
        }
    }

    /// A connection that was used before, if there is one, for whoever has a place.
    @Nullable Connection idle() {
        Connection found = idle.pollFirst();
        if (found != null && found.idleLongerThan(LONGEST_IDLE, System.nanoTime())) {
            found.close();
            idle.forEach(this::closeIdle);
            return null;
        }
        return found;
    }

    /// A new connection for whoever has a place, which stays taken if there is none.
    ///
    /// @throws DeploymentFailure if it can't be made
    Connection connect() throws InterruptedException {
        try {
            return dialler.connect();
        } catch (IOException e) {
            Failures.checkInterrupt();
            throw failures.unreachable(e);
        }
    }

    void giveBack(Connection connection) {
        long now = System.nanoTime();
        connection.idle(now);
        idle.addFirst(connection);
        Connection oldest = idle.peekLast();
        if (oldest != null && oldest.idleLongerThan(LONGEST_IDLE, now)) {
            closeIdle(oldest);
        }
        if (closed) {
            idle.forEach(this::closeIdle);
        }
        places.release();
    }

    void drop(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } finally {
            places.release();
        }
    }

    private void closeIdle(Connection connection) {
        if (idle.remove(connection)) {
            connection.close();
        }
    }

    /// Connections in use are closed when they come back.
    @Override
    public void close() {
        closed = true;
        idle.forEach(this::closeIdle);
    }
}
