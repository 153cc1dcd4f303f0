package dev.passerelle.registry.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// One request of a fake hub's client and the answer to it.
final class Exchange {

    private static final Map<Integer, String> REASONS =
            Map.of(200, "OK", 206, "Partial Content", 302, "Found", 404, "Not Found");

    private final SocketChannel channel;
    private final RecordedRequest request;
    private boolean keepAlive = true;

    Exchange(SocketChannel channel, RecordedRequest request) {
        this.channel = channel;
        this.request = request;
    }

    RecordedRequest request() {
        return request;
    }

    boolean isHead() {
        return request.method().equals("HEAD");
    }

    /// Whether another request may follow on the connection.
    boolean keepAlive() {
        return keepAlive && !"close".equalsIgnoreCase(request.header("connection"));
    }

    /// Closes the connection after this answer, complete or not.
    void disconnect() {
        keepAlive = false;
    }

    /// Answers with a short body.
    void send(int status, Map<String, String> headers, byte[] body) throws IOException {
        begin(status, headers, body.length);
        if (!isHead()) {
            write(ByteBuffer.wrap(body));
        }
    }

    /// Sends status and headers; the body is to follow by [#write] unless it is a HEAD.
    void begin(int status, Map<String, String> headers, long length) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Length", Long.toString(length));
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " ");
        head.append(REASONS.getOrDefault(status, "Status")).append("\r\n");
        all.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        write(ByteBuffer.wrap(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8)));
    }

    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// Sends a part of a file without copying it.
    void transfer(FileChannel file, long from, long to) throws IOException {
        long position = from;
        while (position < to) {
            position += file.transferTo(position, to - position, channel);
        }
    }
}
