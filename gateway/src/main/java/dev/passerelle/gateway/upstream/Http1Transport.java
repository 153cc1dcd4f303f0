package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.config.DeploymentConfig;

/// Sends requests by HTTP/1.1 over kept connections, each of which carries one at a time.
final class Http1Transport implements Transport {
    private final ConnectionPool pool;
    private final Failures failures;

    Http1Transport(ConnectionPool pool, Failures failures) {
        this.pool = pool;
        this.failures = failures;
    }

    static Http1Transport to(DeploymentConfig.Upstream config) {
        Failures failures = new Failures(config.name());
        return new Http1Transport(ConnectionPool.to(config, failures), failures);
    }

    /// Asks once more by a new connection if a kept one turns out to have been closed.
    @Override
    public Exchange send(Outgoing request, Patience patience) throws InterruptedException {
        pool.enter();
        Http1Connection connection = null;
        Exchange exchange = null;
        try {
            connection = pool.idle();
            if (connection != null) {
                exchange = connection.send(request, patience, pool);
                if (exchange != null) {
                    return exchange;
                }
                connection.close();
                connection = null;
            }
            connection = pool.connect();
            exchange = connection.send(request, patience, pool);
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

    @Override
    public void close() {
        pool.close();
    }
}
