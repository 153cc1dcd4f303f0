package dev.passerelle.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.FakeGenerator.Running;
import dev.passerelle.gateway.config.ClientLimits;
import dev.passerelle.gateway.config.ServerConfig;
import dev.passerelle.gateway.config.TlsConfig;
import dev.passerelle.gateway.tls.Renewal;
import dev.passerelle.gateway.tls.TestIdentity;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class TlsTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private final TestIdentity identity = TestIdentity.of("EC");
    private final TestIdentity other = TestIdentity.of("RSA");

    @TempDir Path directory;

    @Test
    void servesWithAKeystore() throws Exception {
        try (var listener = listen(identity.keystore(), ClientLimits.DEFAULT)) {
            assertThat(get(listener, identity).body()).isEqualTo("hello");
        }
    }

    @Test
    void servesWithPemOfBothKinds() throws Exception {
        for (TestIdentity each : List.of(identity, other)) {
            try (var listener = listen(each.pem(directory), ClientLimits.DEFAULT)) {
                assertThat(get(listener, each).body()).isEqualTo("hello");
            }
        }
    }

    @Test
    void takesANewCertificateWithoutARestart() throws Exception {
        try (var listener = listen(identity.keystore(), ClientLimits.DEFAULT)) {
            get(listener, identity);
            listener.renew(Renewal.of(other.keystore()).first());

            assertThat(get(listener, other).body()).isEqualTo("hello");
            assertThatThrownBy(() -> get(listener, identity)).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void speaksNoOldTls() throws Exception {
        try (var listener = listen(identity.keystore(), ClientLimits.DEFAULT);
                SSLSocket socket = connect(listener.port(), identity)) {
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void cutsAHandshakeThatStalls() throws Exception {
        ClientLimits limits = limits(SHORT, Duration.ofMinutes(1));
        try (var listener = listen(identity.keystore(), limits);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            socket.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0});

            assertThat(ends(socket)).isTrue();
        }
    }

    @Test
    void cutsASlowHead() throws Exception {
        ClientLimits limits = limits(SHORT, Duration.ofMinutes(1));
        try (var listener = listen(identity.keystore(), limits);
                Socket socket = connect(listener.port(), identity)) {
            write(socket, "GET / HT");

            assertThat(ends(socket)).isTrue();
        }
    }

    @Test
    void cutsASlowBody() throws Exception {
        ClientLimits limits = limits(Duration.ofMinutes(1), SHORT);
        try (var listener = listen(identity.keystore(), limits);
                Socket socket = connect(listener.port(), identity)) {
            write(socket, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab");

            assertThat(ends(socket)).isTrue();
        }
    }

    @Test
    void noticesADepartureAndTellsBrowsersToStay() throws Exception {
        FakeGenerator generator = FakeGenerator.silent();
        try (var gateway =
                Gateway.start(
                        config(identity.keystore(), ClientLimits.DEFAULT),
                        List.of(TestingGateway.ready("chat", generator)),
                        TestingGateway.HUB)) {
            for (boolean stream : new boolean[] {true, false}) {
                Socket socket = connect(gateway.port(), identity);
                String body = hello(stream);
                write(
                        socket,
                        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
                                .formatted(body.length(), body));
                Running running = generator.generations.take();
                socket.close();
                assertThat(running.cancelled()).succeedsWithin(Duration.ofSeconds(5));
            }
            assertThat(get(gateway.port(), identity, "/health/live").headers().map())
                    .containsKey("strict-transport-security");
        }
    }

    private static String hello(boolean stream) {
        return "{\"model\":\"chat\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                .formatted(stream);
    }

    private static HttpResponse<String> get(Listener listener, TestIdentity trusted)
            throws Exception {
        return get(listener.port(), trusted, "/");
    }

    private static HttpResponse<String> get(int port, TestIdentity trusted, String path)
            throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(trusted.client()).build()) {
            URI address = URI.create("https://127.0.0.1:" + port + path);
            return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        }
    }

    private static SSLSocket connect(int port, TestIdentity trusted) throws Exception {
        SSLSocket socket =
                (SSLSocket) trusted.client().getSocketFactory().createSocket("127.0.0.1", port);
        socket.startHandshake();
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean ends(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        try {
            socket.getInputStream().readAllBytes();
        } catch (SSLException _) {
            // cut without a farewell
        }
        return true;
    }

    private static Listener listen(TlsConfig tls, ClientLimits limits) {
        return Listener.start(config(tls, limits), TlsTest::routes, _ -> {});
    }

    private static void routes(HttpRouting.Builder routing) {
        routing.get("/", (_, response) -> response.send("hello"));
        routing.post("/", (request, response) -> response.send(request.content().as(byte[].class)));
    }

    private static ClientLimits limits(Duration headers, Duration body) {
        return new ClientLimits(headers, body, Duration.ofMinutes(1), 1024, 0);
    }

    private static ServerConfig config(TlsConfig tls, ClientLimits limits) {
        return new ServerConfig(
                "127.0.0.1", 0, 1 << 20, SHORT, false, null, tls, List.of(), limits);
    }
}
