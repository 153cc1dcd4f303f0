package dev.passerelle.gateway.connection;

import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// A connection whose handlers can watch its client. It is never idle while one does, however long
/// the answer takes.
record WatchedConnection(ServerConnection connection, ReadAhead reads)
        implements ServerConnection, InterruptableTask<Void> {

    @Override
    public void handle(Limit limit) throws InterruptedException {
        reads.open();
        try {
            ScopedValue.where(ClientWatch.CONNECTION, reads)
                    .call(() -> {
                        connection.handle(limit);
                        return true;
                    });
        } finally {
            reads.close();
        }
    }

    @Override
    @SuppressWarnings("removal") // still part of the interface
    public void handle(Semaphore requests) throws InterruptedException {
        handle(FixedLimit.create(requests));
    }

    @Override
    public Duration idleTime() {
        return reads.watched() ? Duration.ZERO : connection.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        connection.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
        return connection instanceof InterruptableTask<?> task && task.canInterrupt();
    }
}
