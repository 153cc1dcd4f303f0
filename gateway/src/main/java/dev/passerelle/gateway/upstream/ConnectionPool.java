package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.config.DeploymentConfig;
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
    private final Deque<Http1Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    private ConnectionPool(Dialler dialler, DeploymentConfig.Upstream config, Failures failures) {
        this.dialler = dialler;
        this.patience = config.connect();
        this.failures = failures;
        this.places = new Semaphore(config.maxConnections());
    }

    static ConnectionPool to(DeploymentConfig.Upstream config, Failures failures) {
        Dialler dialler = Dialler.offering(config, failures, Dialler.HTTP_1_1);
        return new ConnectionPool(dialler, config, failures);
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
    @Nullable Http1Connection idle() {
        Http1Connection found = idle.pollFirst();
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
    Http1Connection connect() throws InterruptedException {
        return dialler.connect();
    }

    void giveBack(Http1Connection connection) {
        long now = System.nanoTime();
        connection.idle(now);
        idle.addFirst(connection);
        Http1Connection oldest = idle.peekLast();
        if (oldest != null && oldest.idleLongerThan(LONGEST_IDLE, now)) {
            closeIdle(oldest);
        }
        if (closed) {
            idle.forEach(this::closeIdle);
        }
        places.release();
    }

    void drop(@Nullable Http1Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } finally {
            places.release();
        }
    }

    private void closeIdle(Http1Connection connection) {
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
