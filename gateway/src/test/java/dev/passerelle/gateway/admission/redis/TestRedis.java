package dev.passerelle.gateway.admission.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import redis.embedded.RedisServer;

/// A real Redis that keeps nothing, on a port of its own.
final class TestRedis implements AutoCloseable {
    final int port;
    private RedisServer server;

    TestRedis() throws IOException {
        port = freePort();
        server = start();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private RedisServer start() throws IOException {
        RedisServer fresh =
                RedisServer.newRedisServer()
                        .port(port)
                        .bind("127.0.0.1")
                        .setting("save \"\"")
                        .build();
        fresh.start();
        return fresh;
    }

    URI uri() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    void kill() throws IOException {
        server.stop();
    }

    void restart() throws IOException {
        server = start();
    }

    <T> T ask(java.util.function.Function<RedisCommands<String, String>, T> question) {
        RedisClient client = RedisClient.create(uri().toString());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection.sync());
        } finally {
            client.shutdown(java.time.Duration.ZERO, java.time.Duration.ofSeconds(1));
        }
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }
}
