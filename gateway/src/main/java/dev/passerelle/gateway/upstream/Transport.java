package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.config.DeploymentConfig;
import org.jspecify.annotations.Nullable;

/// Sends requests to one server by kept connections, each of which carries one at a time. Safe from
/// any thread.
final class Transport implements AutoCloseable {
    private final ConnectionPool pool;
    private final Failures failures;

    private Transport(ConnectionPool pool, Failures failures) {
        this.pool = pool;
        this.failures = failures;
    }

    static Transport to(DeploymentConfig.Upstream config) {
        Failures failures = new Failures(config.name());
        ConnectionPool pool =
                new ConnectionPool(
                        Dialler.of(config, failures),
                        config.maxConnections(),
                        config.connect(),
                        failures);
        return new Transport(pool, failures);
    }

    /// Returns when the head of the answer is there. Asks once more by a new connection if a kept
    /// one turns out to have been closed.
    ///
    /// @throws DeploymentFailure if it doesn't come
    Exchange send(Outgoing request, Patience patience) throws InterruptedException {
        pool.enter();
        Connection connection = null;
        Exchange exchange = null;
        try {
            connection = pool.idle();
            if (connection != null) {
                exchange = send(request, connection, patience);
                if (exchange != null) {
                    return exchange;
                }
                connection.close();
                connection = null;
            }
            connection = pool.connect();
            exchange = send(request, connection, patience);
            if (exchange == null) {
                throw failures.silent(null);
            }
            return exchange;
        } finally {
            if (exchange == null) {
                pool.drop(connection);
            }
        }
    }

    private @Nullable Exchange send(Outgoing request, Connection connection, Patience patience)
            throws InterruptedException {
        Exchange exchange = connection.send(request, patience, pool);
        if (exchange != null && !exchange.head().plain()) {
            exchange.close();
            throw failures.garbage(
                    "compresses its answer without being asked to; switch that off there.", null);
        }
        return exchange;
    }

    @Override
    public void close() {
        pool.close();
    }
}
