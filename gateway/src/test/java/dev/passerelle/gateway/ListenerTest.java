package dev.passerelle.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.config.ClientLimits;
import dev.passerelle.gateway.config.ServerConfig;
import dev.passerelle.gateway.connection.ClientWatch;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ListenerTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(200);

    /// Silent, since failures are provoked; held because loggers are weakly referenced.
    private static final Logger QUIET = Logger.getLogger("io.helidon");

    static {
        QUIET.setLevel(Level.OFF);
    }

    private static final String ASK = "GET /ask HTTP/1.1\r\nHost: x\r\n\r\n";

    @Test
    void answersAHeadThatComesTooSlowlyWith408() throws IOException {
        try (var listener = listen(limits(SHORT, LONG, LONG));
                var client = new RawClient(listener.port())) {
            client.send("GET /ask HTTP/1.1\r\nHos");

            assertThat(rest(client))
                    .startsWith("HTTP/1.1 408")
                    .contains("\"type\":\"invalid_request_error\"");
        }
    }

    @Test
    void givesEachHeadItsTime() throws IOException {
        try (var listener = listen(limits(SHORT, LONG, LONG));
                var client = new RawClient(listener.port())) {
            client.send(ASK);
            assertThat(client.answer()).isEqualTo("asked");
            pass(SHORT.multipliedBy(2));
            client.send(ASK);
            assertThat(client.answer()).isEqualTo("asked");
            client.send("GET");

            assertThat(rest(client)).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void closesAConnectionThatSendsNothing() throws IOException {
        try (var listener = listen(limits(SHORT, LONG, LONG));
                var client = new RawClient(listener.port())) {
            assertThat(rest(client)).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void cutsABodyThatStalls() throws IOException {
        try (var listener = listen(limits(LONG, SHORT, LONG));
                var client = new RawClient(listener.port())) {
            client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n");
            client.send("ab");

            assertThat(rest(client)).doesNotStartWith("HTTP/1.1 200");
        }
    }

    @Test
    void cutsABodyThatNobodyReads() throws IOException {
        try (var listener = listen(limits(SHORT, SHORT, LONG));
                var client = new RawClient(listener.port())) {
            client.send("POST /ask HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab");

            assertThat(rest(client)).contains("asked");
        }
    }

    @Test
    void takesABodyInParts() throws IOException {
        try (var listener = listen(limits(LONG, LONG, LONG));
                var client = new RawClient(listener.port())) {
            client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Le");
            client.send("ngth: 4\r\n\r\n");
            client.send("ab");
            client.send("cd");

            assertThat(client.answer()).isEqualTo("abcd");
        }
    }

    @Test
    void leavesAnAnswerThatTakesLongAlone() throws IOException {
        try (var listener = listen(limits(SHORT, SHORT, SHORT));
                var client = new RawClient(listener.port())) {
            client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
            client.head();

            assertThat(client.line()).isEqualTo("3");
            assertThat(client.line()).isEqualTo("one");
            assertThat(client.line()).isEqualTo("3");
            assertThat(client.line()).isEqualTo("two");
        }
    }

    @Test
    void closesAnIdleConnection() throws IOException {
        try (var listener = listen(limits(LONG, LONG, SHORT));
                var client = new RawClient(listener.port())) {
            client.send(ASK);
            client.answer();

            assertThat(rest(client)).isEmpty();
        }
    }

    @Test
    void refusesHeadersThatAreTooLong() throws IOException {
        try (var listener = listen(limits(LONG, LONG, LONG));
                var client = new RawClient(listener.port())) {
            client.send("GET /ask HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(2000) + "\r\n\r\n");

            assertThat(rest(client)).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void letsConnectionsBeyondTheLimitWait() throws IOException {
        ClientLimits one = new ClientLimits(LONG, LONG, LONG, 1024, 1);
        try (var listener = listen(one);
                var second = second(listener)) {
            assertThat(second.answer()).isEqualTo("asked");
        }
    }

    private static RawClient second(Listener listener) throws IOException {
        try (RawClient first = new RawClient(listener.port())) {
            first.send(ASK);
            first.answer();
            RawClient second = new RawClient(listener.port());
            second.send(ASK);
            return second;
        }
    }

    @Test
    void keepsTheAdminPortApart() throws IOException {
        var admin = new ServerConfig.Admin("127.0.0.1", 0);
        try (var listener = listen(ClientLimits.DEFAULT, admin);
                var main = new RawClient(listener.port());
                var apart = new RawClient(listener.adminPort())) {
            main.send("GET /admin HTTP/1.1\r\nHost: x\r\n\r\n");
            apart.send("GET /admin HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(listener.adminPort()).isNotEqualTo(listener.port());
            assertThat(main.head()).first().asString().contains("404");
            assertThat(apart.answer()).isEqualTo("administrated");
        }
    }

    @Test
    void saysWhichPortsAreTaken() {
        try (var listener = listen(ClientLimits.DEFAULT)) {
            var taken = new ServerConfig.Admin("127.0.0.1", listener.port());

            assertThatThrownBy(() -> listen(ClientLimits.DEFAULT, taken))
                    .hasMessageContaining("127.0.0.1:" + listener.port())
                    .hasMessageContaining("server.admin-port");
        }
    }

    private static ClientLimits limits(Duration headers, Duration body, Duration idle) {
        return new ClientLimits(headers, body, idle, 1024, 0);
    }

    private static Listener listen(ClientLimits limits) {
        return listen(limits, null);
    }

    private static Listener listen(ClientLimits limits, ServerConfig.@Nullable Admin admin) {
        ServerConfig config =
                new ServerConfig(
                        "127.0.0.1", 0, 1024, SHORT, false, admin, null, List.of(), limits);
        return Listener.start(
                config,
                ListenerTest::routes,
                routing -> routing.get("/admin", (_, response) -> response.send("administrated")));
    }

    private static void routes(HttpRouting.Builder routing) {
        routing.any("/ask", (_, response) -> response.send("asked"));
        routing.post(
                "/echo", (request, response) -> response.send(request.content().as(byte[].class)));
        routing.get("/slow", ListenerTest::slow);
    }

    private static void slow(ServerRequest request, ServerResponse response) throws IOException {
        try (var _ = ClientWatch.start(() -> {});
                OutputStream out = response.outputStream()) {
            out.write("one".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            pass(SHORT.multipliedBy(3));
            out.write("two".getBytes(StandardCharsets.US_ASCII));
        }
    }

    /// Lets time pass in which nothing must happen.
    private static void pass(Duration time) {
        try {
            assertThat(new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS))
                    .isFalse();
        } catch (InterruptedException e) {
            throw new AssertionError("cut", e);
        }
    }

    private static String rest(RawClient client) throws IOException {
        return new String(client.in().readAllBytes(), StandardCharsets.UTF_8);
    }
}
