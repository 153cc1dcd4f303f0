package dev.passerelle.loadtests.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.passerelle.loadtests.result.ServerSide;
import dev.passerelle.loadtests.stub.Stub;
import dev.passerelle.loadtests.stub.StubOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ServerWatchTest {
    private static final Duration RARELY = Duration.ofHours(1);

    private static ServerSide watch(URI metrics) {
        return ServerWatch.start(metrics, RARELY, System.nanoTime()).finish();
    }

    private static ServerSide watch(int status, String text, AtomicInteger asked)
            throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/metrics",
                exchange -> {
                    asked.incrementAndGet();
                    byte[] body = text.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        try {
            return watch(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void readsAtTheBeginningAndAtTheEnd() {
        try (Stub stub = Stub.start(StubOptions.DEFAULT.withSlots(3))) {
            ServerSide side = watch(stub.metrics());
            assertThat(side.problem()).isEmpty();
            assertThat(side.software()).isEqualTo("passerelle");
            assertThat(side.times()).hasSize(2);
            assertThat(side.series().get("slots")).containsExactly(3.0, 3.0);
            assertThat(side.series()).containsKeys("queue_depth", "running", "cpu");
        }
    }

    @Test
    void asksAServerWithoutMetricsOnce() throws IOException {
        var asked = new AtomicInteger();
        ServerSide side = watch(404, "", asked);
        assertThat(side.problem()).contains("/metrics answered 404");
        assertThat(side.times()).isEmpty();
        assertThat(asked).hasValue(1);
    }

    @Test
    void asksAServerWithSomethingElseOnce() throws IOException {
        var asked = new AtomicInteger();
        ServerSide side = watch(200, "<html>", asked);
        assertThat(side.problem()).contains("not in Prometheus's text format");
        assertThat(asked).hasValue(1);
    }

    @Test
    void asksAServerThatFailsAgain() throws IOException {
        var asked = new AtomicInteger();
        ServerSide side = watch(503, "busy", asked);
        assertThat(side.problem()).contains("2 of 2 readings").contains("status 503");
        assertThat(asked).hasValue(2);
    }

    @Test
    void saysThatNothingIsKnown() throws IOException {
        assertThat(watch(200, "go_goroutines 8\n", new AtomicInteger()).problem())
                .contains("is of a known name");
    }

    @Test
    void saysThatNobodyAnswers() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }
        assertThat(watch(URI.create("http://127.0.0.1:" + port + "/metrics")).problem())
                .contains("2 of 2 readings");
    }
}
