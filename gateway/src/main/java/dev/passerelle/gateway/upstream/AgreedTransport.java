package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.config.DeploymentConfig;
import org.jspecify.annotations.Nullable;

/// Sends requests by the version of HTTP that TLS agrees on for the first connection.
final class AgreedTransport implements Transport {
    private final DeploymentConfig.Upstream config;
    private final Failures failures;
    private final Dialler first;
    private final ConnectionPool pool;
    private volatile @Nullable Transport agreed;

    AgreedTransport(DeploymentConfig.Upstream config) {
        this.config = config;
        this.failures = new Failures(config.name());
        this.first = Dialler.offering(config, failures, Dialler.HTTP_2, Dialler.HTTP_1_1);
        this.pool = ConnectionPool.to(config, failures);
    }

    @Override
    public Exchange send(Outgoing request, Patience patience) throws InterruptedException {
        Transport known = agreed;
        return (known == null ? agree() : known).send(request, patience);
    }

    /// A connection for HTTP/1.1 is kept for the request.
    private Transport agree() throws InterruptedException {
        pool.enter();
        Http1Connection connection = null;
        boolean kept = false;
        try {
            connection = first.connect();
            kept = !connection.agreedOn(Dialler.HTTP_2);
        } finally {
            if (connection != null && kept) {
                pool.giveBack(connection);
            } else {
                pool.drop(connection);
            }
        }
        return remember(kept);
    }

    private synchronized Transport remember(boolean one) {
        Transport known = agreed;
        if (known == null) {
            known = one ? new Http1Transport(pool, failures) : new Http2Transport(config);
            agreed = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        pool.close();
        if (agreed != null) {
            agreed.close();
        }
    }
}
