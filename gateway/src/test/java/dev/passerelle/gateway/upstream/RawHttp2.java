package dev.passerelle.gateway.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A server of HTTP/2 that writes frames as it is told, on each connection after its first request.
final class RawHttp2 implements AutoCloseable {
    private static final int PREFACE = 24;
    private static final Patience PATIENCE = Patience.of("raw", Duration.ofSeconds(10));

    /// Connections whose first request has been read whole.
    final BlockingQueue<Side> asked = new LinkedBlockingQueue<>();

    private final ServerSocket server;

    RawHttp2() throws IOException {
        server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.startVirtualThread(() -> serve(socket));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try {
            Side side = new Side(socket);
            side.readRequest();
            asked.add(side);
        } catch (IOException _) {
            // it left before
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /// The server's side of a connection.
    static final class Side {
        private final Socket socket;
        private final Link link;
        private final Frames frames;
        private int stream;

        Side(Socket socket) throws IOException {
            this.socket = socket;
            this.link = new Link(socket, socket);
            this.frames = new Frames(link);
        }

        private void readRequest() throws IOException {
            while (link.size() < PREFACE) {
                link.fill(PATIENCE.left());
            }
            link.usedTo(link.from() + PREFACE);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Frames.greeting(out);
            send(out);
            do {
                frames.next(PATIENCE);
            } while (frames.stream() == 0 || !frames.has(Frames.END_STREAM));
            stream = frames.stream();
        }

        /// The head of a stream of events, or of JSON.
        void head(String type) throws IOException {
            ByteArrayOutputStream fields = new ByteArrayOutputStream();
            fields.write(0x88);
            fields.writeBytes(new byte[] {0, 12});
            fields.writeBytes("content-type".getBytes(ISO_8859_1));
            fields.write(type.length());
            fields.writeBytes(type.getBytes(ISO_8859_1));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Frames.headers(out, stream, fields.toByteArray(), false);
            send(out);
        }

        void data(String text, boolean last) throws IOException {
            byte[] bytes = text.getBytes(UTF_8);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Frames.data(out, stream, bytes, 0, bytes.length, last ? Frames.END_STREAM : 0);
            send(out);
        }

        private void send(ByteArrayOutputStream out) throws IOException {
            frames.send(out, PATIENCE);
        }

        /// Reads until the client ends the connection.
        boolean left() throws IOException {
            while (frames.next(PATIENCE)) {
                // acknowledgements
            }
            return true;
        }

        void close() throws IOException {
            socket.close();
        }
    }
}
