package dev.passerelle.gateway.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLSocket;

/// An open socket and what has come by it and hasn't been used: bytes from [#from] up to [#to].
final class Link {
    private static final int SIZE = 16 << 10;
    private static final long NANOS = 1_000_000;
    private static final long NONE = 0;

    private final Socket raw;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] bytes = new byte[SIZE];
    private int from;
    private int to;

    /// When what is waited for is late, by `System.nanoTime`.
    private volatile long deadline = NONE;

    private volatile boolean late;

    /// @param raw below TLS
    /// @param socket the same without TLS
    private Link(Socket raw, Socket socket) throws IOException {
        this.raw = raw;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /// Has it watched, so that no wait lasts too long.
    static Link of(Socket raw, Socket socket) throws IOException {
        Link link = new Link(raw, socket);
        Watchdog.shared().add(link);
        return link;
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
        int count = readInto(bytes, to, bytes.length - to, millis);
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
    ///
    /// @throws SocketTimeoutException if none come in time
    int readInto(byte[] target, int offset, int length, int millis) throws IOException {
        begin(millis);
        try {
            return in.read(target, offset, length);
        } catch (IOException e) {
            throw late ? new SocketTimeoutException("Nothing came in time.") : e;
        } finally {
            deadline = NONE;
        }
    }

    /// @throws SocketTimeoutException if the other side doesn't take it in time
    void write(byte[] message, int millis) throws IOException {
        begin(millis);
        try {
            out.write(message);
        } catch (IOException e) {
            throw late ? new SocketTimeoutException("Not taken in time.") : e;
        } finally {
            deadline = NONE;
        }
    }

    private void begin(int millis) {
        long time = System.nanoTime() + millis * NANOS;
        deadline = time == NONE ? 1 : time;
    }

    /// Ends a wait that lasts too long.
    void look(long now) {
        long time = deadline;
        if (time != NONE && time - now < 0) {
            late = true;
            close();
        }
    }

    boolean agreedOn(String version) {
        return socket instanceof SSLSocket secure
                && version.equals(secure.getApplicationProtocol());
    }

    /// At once, without a farewell of TLS, which could block.
    void close() {
        Watchdog.shared().remove(this);
        try {
            raw.close();
        } catch (IOException _) {
            // it is of no more use
        }
    }
}
