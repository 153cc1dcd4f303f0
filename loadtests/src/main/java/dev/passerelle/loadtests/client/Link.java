package dev.passerelle.loadtests.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// A connection, and the bytes of it that are here and not yet taken. One thread reads and writes,
/// any may close. There is no limit of time for a read: that would cost each a timer.
final class Link implements Closeable {
    private static final int BUFFER = 8 << 10;

    private final Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private byte[] bytes = new byte[BUFFER];
    private int from;
    private int to;

    void connect(InetAddress address, int port, int millis) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address, port), millis);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /// Agrees on TLS with a server of that name.
    ///
    /// @throws SocketTimeoutException if one of its answers takes longer than that
    void secure(SSLSocketFactory factory, String host, int port, int millis) throws IOException {
        SSLSocket secured = (SSLSocket) factory.createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        secured.setSSLParameters(parameters);
        secured.setSoTimeout(millis);
        secured.startHandshake();
        secured.setSoTimeout(0);
        in = secured.getInputStream();
        out = secured.getOutputStream();
    }

    void write(byte[] message) throws IOException {
        out.write(message);
    }

    /// Waits for more bytes; false if there will be none.
    boolean fill() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException();
        }
        if (from == to) {
            from = 0;
            to = 0;
        } else if (to == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * to);
        }
        int read = in.read(bytes, to, bytes.length - to);
        to += Math.max(read, 0);
        return read > 0;
    }

    byte[] bytes() {
        return bytes;
    }

    /// Where the bytes that are here begin.
    int from() {
        return from;
    }

    /// Where they end.
    int to() {
        return to;
    }

    boolean isEmpty() {
        return from == to;
    }

    void taken(int until) {
        from = until;
    }

    /// Ends it at once, whatever it is at. With TLS without a farewell, which might have to wait.
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // closed all the same
        }
    }
}
