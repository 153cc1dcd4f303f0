package dev.passerelle.gateway.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/// An open socket and what has come by it and hasn't been used: bytes from [#from] up to [#to].
final class Link {
    private static final int SIZE = 16 << 10;

    /// So many fit into the buffers of a socket nothing waits in.
    private static final int SHORT = 8 << 10;

    private final Socket raw;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] bytes = new byte[SIZE];
    private int from;
    private int to;
    private int timeout;

    /// @param raw below TLS
    /// @param socket the same without TLS
    Link(Socket raw, Socket socket) throws IOException {
        this.raw = raw;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.timeout = socket.getSoTimeout();
    }

    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    int size() {
        return to - from;
    }

    void usedTo(int index) {
        from = index;
    }

    /// Waits for more bytes, which may move those that are there; false at the end.
    ///
    /// @throws SocketTimeoutException if none come in time
    boolean fill(int millis) throws IOException {
        if (from == to) {
            from = 0;
            to = 0;
            bytes = bytes.length > SIZE ? new byte[SIZE] : bytes;
        } else if (to == bytes.length) {
            makeRoom();
        }
        patient(millis);
        int count = in.read(bytes, to, bytes.length - to);
        to += Math.max(count, 0);
        return count >= 0;
    }

    private void makeRoom() {
        byte[] source = bytes;
        bytes = from > 0 ? source : new byte[2 * source.length];
        System.arraycopy(source, from, bytes, 0, size());
        to -= from;
        from = 0;
    }

    /// Reads past what is kept here, of which there is nothing; -1 at the end.
    int readInto(byte[] target, int offset, int length, int millis) throws IOException {
        patient(millis);
        return in.read(target, offset, length);
    }

    private void patient(int millis) throws IOException {
        if (timeout != millis) {
            socket.setSoTimeout(millis);
            timeout = millis;
        }
    }

    /// @throws SocketTimeoutException if the other side doesn't take it in time
    void write(byte[] message, int millis) throws IOException {
        if (message.length <= SHORT) {
            out.write(message);
            return;
        }
        CompletableFuture<Void> written =
                new CompletableFuture<Void>().orTimeout(millis, TimeUnit.MILLISECONDS);
        written.whenComplete((_, failure) -> {
            if (failure != null) {
                close();
            }
        });
        try {
            out.write(message);
        } finally {
            if (!written.complete(null) && written.isCompletedExceptionally()) {
                throw new SocketTimeoutException("Not taken in time.");
            }
        }
    }

    boolean agreedOn(String version) {
        return socket instanceof SSLSocket secure
                && version.equals(secure.getApplicationProtocol());
    }

    /// At once, without a farewell of TLS, which could block.
    void close() {
        try {
            raw.close();
        } catch (IOException _) {
            // it is of no more use
        }
    }
}
