package dev.passerelle.gateway.upstream;

import static dev.passerelle.gateway.upstream.UpstreamFixture.CHAT;
import static dev.passerelle.gateway.upstream.UpstreamFixture.STREAM;
import static dev.passerelle.gateway.upstream.UpstreamFixture.backend;
import static dev.passerelle.gateway.upstream.UpstreamFixture.begin;
import static dev.passerelle.gateway.upstream.UpstreamFixture.rest;
import static dev.passerelle.gateway.upstream.UpstreamFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.DeploymentFailure.Kind;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.DeploymentConfig.Protocol;
import dev.passerelle.gateway.tenancy.Limits;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What an upstream of HTTP/2 is told of departures, and what its own do.
class Http2PromisesTest {
    private static final String EVENTS = "text/event-stream";
    private final RawHttp2 server;
    private final UpstreamBackend backend;

    Http2PromisesTest() throws Exception {
        server = new RawHttp2();
        backend = of(Duration.ofSeconds(20));
    }

    /// @param first how long it waits for the first token
    private UpstreamBackend of(Duration first) {
        return backend(
                new DeploymentConfig.Upstream(
                        "elsewhere",
                        new DeploymentConfig.Share(null, null, 1, Limits.NONE, null, 0),
                        server.url(),
                        UpstreamFixture.KEY,
                        "there",
                        Map.of(),
                        Protocol.HTTP_2,
                        500,
                        Duration.ofSeconds(5),
                        first,
                        Duration.ofSeconds(20),
                        8,
                        null));
    }

    @AfterEach
    void close() throws Exception {
        backend.close();
        server.close();
    }

    private FutureTask<Answer> asking(UpstreamBackend by, String body) {
        FutureTask<Answer> asking = new FutureTask<>(() -> begin(by, body));
        Thread.startVirtualThread(asking);
        return asking;
    }

    private Answer begun(UpstreamBackend by) throws Exception {
        FutureTask<Answer> asking = asking(by, STREAM);
        RawHttp2.Stream stream = server.asked.take();
        stream.head(EVENTS);
        stream.data(Wire.piece("A"), false);
        server.asked.add(stream);
        return asking.get();
    }

    @Test
    void closingAnAnswerEarlyTellsTheServer() throws Exception {
        begun(backend).close();
        assertThat(server.asked.take().left.get()).isTrue();
    }

    @Test
    void anInterruptTellsTheServerAndHarmsNoOtherCall() throws Exception {
        try (Answer other = begun(backend)) {
            RawHttp2.Stream stream = server.asked.take();
            FutureTask<Answer> asking = new FutureTask<>(() -> begin(backend, CHAT));
            Thread thread = Thread.startVirtualThread(asking);
            RawHttp2.Stream ended = server.asked.take();
            assertThat(ended.shares(stream)).isTrue();
            thread.interrupt();
            assertThat(ended.left.get()).isTrue();
            assertThatThrownBy(asking::get).hasCauseInstanceOf(InterruptedException.class);
            stream.data(Wire.usage(1) + Wire.DONE, true);
            assertThat(rest(other)).isEqualTo(Wire.piece("A"));
        }
    }

    @Test
    void aServerThatLeavesEndsAWait() throws Exception {
        try (Answer answer = begun(backend)) {
            assertThat(text(answer.next())).isEqualTo(Wire.piece("A"));
            server.asked.take().disconnect();
            assertThat(failure(answer).kind()).isEqualTo(Kind.BROKEN);
        }
    }

    @Test
    void aServerThatLeavesBeforeItsAnswerIsUnreachable() throws Exception {
        FutureTask<Answer> asking = asking(backend, CHAT);
        server.asked.take().disconnect();
        assertThatThrownBy(asking::get)
                .hasCauseInstanceOf(DeploymentFailure.class)
                .hasMessageContaining("closed the connection");
    }

    @Test
    void aCallThatWaitedTooLongHarmsNoOther() throws Exception {
        UpstreamBackend hasty = of(Duration.ofSeconds(1));
        try (Answer other = begun(hasty)) {
            RawHttp2.Stream stream = server.asked.take();
            DeploymentFailure late =
                    catchThrowableOfType(DeploymentFailure.class, () -> begin(hasty, CHAT));
            assertThat(late.kind()).isEqualTo(Kind.FIRST_TOKEN_TIMEOUT);
            assertThat(server.asked.take().left.get()).isTrue();
            stream.data(Wire.usage(1) + Wire.DONE, true);
            assertThat(rest(other)).isEqualTo(Wire.piece("A"));
        }
        hasty.close();
    }

    private static DeploymentFailure failure(Answer answer) {
        return catchThrowableOfType(DeploymentFailure.class, answer::next);
    }
}
