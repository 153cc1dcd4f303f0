package dev.passerelle.gateway.upstream;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webclient.api.TcpClientConnection;
import java.time.Duration;

/// A connection that carries one exchange after another.
final class Http1Connection {
    private final TcpClientConnection connection;
    private final HelidonSocket socket;
    private boolean used;
    private long idleSince;

    Http1Connection(TcpClientConnection connection) {
        this.connection = connection;
        this.socket = connection.helidonSocket();
    }

    /// Whether it has carried an exchange, so that the server may have closed it since.
    boolean used() {
        return used;
    }

    void idle(long now) {
        used = true;
        idleSince = now;
    }

    boolean idleLongerThan(Duration time, long now) {
        return now - idleSince > time.toNanos();
    }

    void write(byte[] bytes) {
        socket.write(BufferData.create(bytes));
    }

    /// What comes next; null at the end.
    byte[] read(Duration timeout) {
        connection.readTimeout(timeout.toMillis() == 0 ? Duration.ofMillis(1) : timeout);
        return socket.get();
    }

    void close() {
        connection.closeResource();
    }
}
