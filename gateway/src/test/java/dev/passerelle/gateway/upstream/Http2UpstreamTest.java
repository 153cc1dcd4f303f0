package dev.passerelle.gateway.upstream;

import static dev.passerelle.gateway.upstream.UpstreamFixture.CHAT;
import static dev.passerelle.gateway.upstream.UpstreamFixture.STREAM;
import static dev.passerelle.gateway.upstream.UpstreamFixture.backend;
import static dev.passerelle.gateway.upstream.UpstreamFixture.begin;
import static dev.passerelle.gateway.upstream.UpstreamFixture.config;
import static dev.passerelle.gateway.upstream.UpstreamFixture.rest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.config.DeploymentConfig.Protocol;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http2.Http2Route;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The same over HTTP/2 without TLS, by a server that speaks nothing else at this address, once a
/// request without a body has upgraded the connection: this server upgrades for no other.
class Http2UpstreamTest {
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile boolean hanging;
    private final WebServer server =
            WebServer.builder()
                    .host("127.0.0.1")
                    .port(0)
                    .routing(routing ->
                            routing.get("/v1/models", (_, response) -> response.send())
                                    .route(
                                            Http2Route.route(
                                                    Method.POST,
                                                    "/v1/chat/completions",
                                                    this::answer)))
                    .build()
                    .start();
    private final UpstreamBackend backend = of(Duration.ofSeconds(10));

    private UpstreamBackend of(Duration patience) {
        URI url = URI.create("http://127.0.0.1:" + server.port() + "/v1");
        return backend(config(url, Protocol.HTTP_2, patience, 8));
    }

    private void answer(ServerRequest request, ServerResponse response) throws Exception {
        String body = new String(request.content().inputStream().readAllBytes(), UTF_8);
        assertThat(request.prologue().protocolVersion()).isEqualTo("2.0");
        if (!body.contains("\"stream\":true")) {
            response.header(HeaderNames.CONTENT_TYPE, "application/json");
            response.send(Wire.whole("A", "B").getBytes(UTF_8));
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        try (OutputStream out = response.outputStream()) {
            out.write(Wire.piece("A").getBytes(UTF_8));
            out.flush();
            asked.countDown();
            while (hanging) {
                out.write(": ping\n\n".getBytes(UTF_8));
                out.flush();
                Thread.onSpinWait();
            }
            out.write((Wire.usage(1) + Wire.DONE).getBytes(UTF_8));
        }
    }

    @BeforeEach
    void upgrade() {
        assertThat(backend.healthy()).isTrue();
    }

    @AfterEach
    void close() {
        hanging = false;
        backend.close();
        server.stop();
    }

    @Test
    void passesOnWholeAnswersAndStreams() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (Answer answer = begin(backend, CHAT)) {
                assertThat(rest(answer)).isEqualTo(Wire.whole("A", "B"));
            }
            try (Answer answer = begin(backend, STREAM)) {
                assertThat(rest(answer)).isEqualTo(Wire.piece("A"));
                assertThat(answer.tokens().exact()).isTrue();
            }
        }
    }

    @Test
    void anInterruptEndsAWait() throws Exception {
        hanging = true;
        FutureTask<String> reading =
                new FutureTask<>(() -> {
                    try (Answer answer = begin(backend, STREAM)) {
                        return rest(answer);
                    }
                });
        Thread thread = Thread.startVirtualThread(reading);
        asked.await();
        thread.interrupt();
        assertThatThrownBy(reading::get).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void aServerThatIsNotThereIsUnreachable() {
        server.stop();
        assertThatThrownBy(() -> begin(backend, CHAT))
                .isInstanceOf(DeploymentFailure.class)
                .hasMessageContaining("can't be reached");
    }
}
