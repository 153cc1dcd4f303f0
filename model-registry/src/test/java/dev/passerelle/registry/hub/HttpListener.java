package dev.passerelle.registry.hub;

import dev.passerelle.registry.hub.RecordedRequest.Server;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A small HTTP/1.1 server on loopback, for requests without a body, that can do to a connection
/// what no proper server does.
final class HttpListener implements AutoCloseable {

    /// Answers a request.
    interface Handler {
        void answer(Exchange exchange) throws IOException, InterruptedException;
    }

    private final Server server;
    private final Handler handler;
    private final ServerSocketChannel listening;
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

    /// @param port 0 for any
    HttpListener(Server server, int port, Handler handler) {
        this.server = server;
        this.handler = handler;
        try {
            this.listening = ServerSocketChannel.open();
            listening.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("fake-" + server, this::accept);
    }

    int port() {
        return listening.socket().getLocalPort();
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (SocketChannel connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = listening.accept();
                connections.add(connection);
                connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
                start("fake-connection", () -> serve(connection));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(connection));
            boolean more = true;
            while (more) {
                String head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                Exchange exchange = new Exchange(connection, request(head));
                handler.answer(exchange);
                more = exchange.keepAlive();
            }
        } catch (IOException _) {
            // the client has left
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int line = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            if (next == '\n') {
                if (line == 0) {
                    return head.toString(StandardCharsets.UTF_8);
                }
                line = 0;
            } else if (next != '\r') {
                line++;
            }
        }
        return "";
    }

    private RecordedRequest request(String head) {
        String[] lines = head.split("\r\n");
        String[] start = lines[0].split(" ");
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        return new RecordedRequest(server, start[0], start[1], headers);
    }

    private static void start(String name, Runnable task) {
        Thread.ofPlatform().daemon().name(name).start(task);
    }
}
