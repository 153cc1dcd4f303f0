package dev.passerelle.gateway.upstream;

import static dev.passerelle.gateway.upstream.UpstreamFixture.CHAT;
import static dev.passerelle.gateway.upstream.UpstreamFixture.backend;
import static dev.passerelle.gateway.upstream.UpstreamFixture.begin;
import static dev.passerelle.gateway.upstream.UpstreamFixture.rest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.DeploymentFailure.Kind;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.DeploymentConfig.Protocol;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tls.TestIdentity;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Upstreams over TLS, whose certificate nobody but the configuration trusts.
class TlsUpstreamTest {
    private final BlockingQueue<String> versions = new LinkedBlockingQueue<>();
    private final KeyStore identity = identity();
    private final WebServer server = server("127.0.0.1");

    TlsUpstreamTest() throws Exception {}

    private static KeyStore identity() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(TestIdentity.of("EC").file())) {
            store.load(in, TestIdentity.PASSWORD.toCharArray());
        }
        return store;
    }

    private WebServer server(String host) throws Exception {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(identity, TestIdentity.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return WebServer.builder()
                .host(host)
                .port(0)
                .tls(Tls.builder().sslContext(context).build())
                .routing(routing -> routing.post("/v1/chat/completions", this::answer))
                .build()
                .start();
    }

    private void answer(ServerRequest request, ServerResponse response) {
        request.content().as(byte[].class);
        versions.add(request.prologue().protocolVersion());
        response.send(Wire.whole("A").getBytes(UTF_8));
    }

    @AfterEach
    void close() {
        server.stop();
    }

    private UpstreamBackend to(String url, Protocol protocol, List<X509Certificate> authorities) {
        return backend(
                new DeploymentConfig.Upstream(
                        "elsewhere",
                        new DeploymentConfig.Share(null, null, 1, Limits.NONE, null, 0),
                        URI.create(url),
                        UpstreamFixture.KEY,
                        "there",
                        Map.of(),
                        protocol,
                        500,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        4,
                        null,
                        authorities));
    }

    private List<X509Certificate> trusted() throws Exception {
        String alias = identity.aliases().nextElement();
        return List.of((X509Certificate) identity.getCertificate(alias));
    }

    @ParameterizedTest
    @CsvSource({"AUTO,2.0", "HTTP_1_1,1.1", "HTTP_2,2.0"})
    void asksByTheVersionThatIsAgreedOn(Protocol protocol, String version) throws Exception {
        UpstreamBackend backend =
                to("https://localhost:" + server.port() + "/v1", protocol, trusted());
        for (int i = 0; i < 3; i++) {
            try (Answer answer = begin(backend, CHAT)) {
                assertThat(rest(answer)).isEqualTo(Wire.whole("A"));
            }
            assertThat(versions.take()).isEqualTo(version);
        }
        backend.close();
    }

    @Test
    void aCertificateNobodyVouchesForIsRefused() {
        assertTlsFails("https://127.0.0.1:" + server.port() + "/v1", List.of(), "set ca-file");
    }

    @Test
    void aCertificateOfAnotherNameIsRefused() throws Exception {
        WebServer elsewhere = server("127.0.0.2");
        assertTlsFails(
                "https://127.0.0.2:" + elsewhere.port() + "/v1", trusted(), "has another name");
        elsewhere.stop();
    }

    @Test
    void aServerWithoutTlsIsTold() throws Exception {
        WebServer plain = WebServer.builder().host("127.0.0.1").port(0).build().start();
        assertTlsFails("https://127.0.0.1:" + plain.port() + "/v1", trusted(), "server of https");
        plain.stop();
    }

    private void assertTlsFails(String url, List<X509Certificate> authorities, String hint) {
        UpstreamBackend backend = to(url, Protocol.AUTO, authorities);
        DeploymentFailure failure =
                catchThrowableOfType(DeploymentFailure.class, () -> begin(backend, CHAT));
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("TLS failed").hasMessageContaining(hint);
        assertThat(failure).hasMessageNotContaining("127.0.0");
        assertThat(versions).isEmpty();
    }
}
