package dev.passerelle.gateway.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/// A server of HTTP/2 in plain text that writes frames as it is told, on streams whose request has
/// been read whole.
final class RawHttp2 implements AutoCloseable {
    private static final int PREFACE = 24;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;

    final BlockingQueue<Stream> asked = new LinkedBlockingQueue<>();

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
        Map<Integer, Stream> streams = new ConcurrentHashMap<>();
        try (socket) {
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            upgrade(in, socket);
            ask(new Stream(socket, 1), streams);
            in.skipNBytes(PREFACE);
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int id = in.readInt();
                in.skipNBytes(length);
                if (type == SETTINGS && flags != ACK) {
                    frame(socket, SETTINGS, ACK, 0, new byte[0]);
                } else if (type <= HEADERS && (flags & END_STREAM) != 0) {
                    ask(new Stream(socket, id), streams);
                } else if (type == RESET) {
                    Objects.requireNonNull(streams.get(id)).left.complete(true);
                }
            }
        } catch (IOException _) {
            streams.values().forEach(stream -> stream.left.complete(false));
        }
    }

    private void ask(Stream stream, Map<Integer, Stream> streams) {
        streams.put(stream.id, stream);
        asked.add(stream);
    }

    /// Reads a request by HTTP/1.1, which becomes the first stream.
    private static void upgrade(DataInputStream in, Socket socket) throws IOException {
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring("content-length:".length()).strip());
            }
        }
        in.skipNBytes(length);
        String answer =
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";
        socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
        frame(socket, SETTINGS, 0, 0, new byte[0]);
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.append((char) b);
        }
        return line.toString().strip();
    }

    private static void frame(Socket socket, int type, int flags, int stream, byte[] content)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = content.length;
        out.writeBytes(
                new byte[] {
                    (byte) (length >> 16),
                    (byte) (length >> 8),
                    (byte) length,
                    (byte) type,
                    (byte) flags,
                    0,
                    0,
                    (byte) (stream >> 8),
                    (byte) stream
                });
        out.writeBytes(content);
        synchronized (socket) {
            socket.getOutputStream().write(out.toByteArray());
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /// The server's side of a call.
    static final class Stream {
        /// Whether the client has reset it, or else has ended the connection.
        final CompletableFuture<Boolean> left = new CompletableFuture<>();

        private final Socket socket;
        private final int id;

        Stream(Socket socket, int id) {
            this.socket = socket;
            this.id = id;
        }

        @SuppressWarnings("ReferenceEquality") // the connection itself
        boolean shares(Stream other) {
            return socket == other.socket;
        }

        /// The head of a stream of events, or of JSON.
        void head(String type) throws IOException {
            ByteArrayOutputStream fields = new ByteArrayOutputStream();
            fields.write(0x88);
            fields.writeBytes(new byte[] {0, 12});
            fields.writeBytes("content-type".getBytes(ISO_8859_1));
            fields.write(type.length());
            fields.writeBytes(type.getBytes(ISO_8859_1));
            frame(socket, HEADERS, END_HEADERS, id, fields.toByteArray());
        }

        void data(String text, boolean last) throws IOException {
            frame(socket, DATA, last ? END_STREAM : 0, id, text.getBytes(UTF_8));
        }

        void disconnect() throws IOException {
            socket.close();
        }
    }
}
