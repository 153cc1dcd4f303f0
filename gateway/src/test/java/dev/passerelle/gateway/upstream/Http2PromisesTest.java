package dev.passerelle.gateway.upstream;

import static dev.passerelle.gateway.upstream.UpstreamFixture.CHAT;
import static dev.passerelle.gateway.upstream.UpstreamFixture.STREAM;
import static dev.passerelle.gateway.upstream.UpstreamFixture.backend;
import static dev.passerelle.gateway.upstream.UpstreamFixture.begin;
import static dev.passerelle.gateway.upstream.UpstreamFixture.config;
import static dev.passerelle.gateway.upstream.UpstreamFixture.rest;
import static dev.passerelle.gateway.upstream.UpstreamFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.DeploymentFailure.Kind;
import dev.passerelle.gateway.config.DeploymentConfig.Protocol;
import java.time.Duration;
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

    private UpstreamBackend of(Duration patience) {
        return backend(config(server.url(), Protocol.HTTP_2, patience, 8));
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

    private Answer begun() throws Exception {
        FutureTask<Answer> asking = asking(backend, STREAM);
        RawHttp2.Side side = server.asked.take();
        side.head(EVENTS);
        side.data(Wire.piece("A"), false);
        server.asked.add(side);
        return asking.get();
    }

    @Test
    void closingAnAnswerEarlyTellsTheServer() throws Exception {
        begun().close();
        assertThat(server.asked.take().left()).isTrue();
    }

    @Test
    void anInterruptTellsTheServer() throws Exception {
        FutureTask<Answer> asking = new FutureTask<>(() -> begin(backend, CHAT));
        Thread thread = Thread.startVirtualThread(asking);
        RawHttp2.Side side = server.asked.take();
        thread.interrupt();
        assertThat(side.left()).isTrue();
        assertThatThrownBy(asking::get).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void aServerThatLeavesEndsAWait() throws Exception {
        try (Answer answer = begun()) {
            assertThat(text(answer.next())).isEqualTo(Wire.piece("A"));
            server.asked.take().close();
            assertThat(failure(answer).kind()).isEqualTo(Kind.BROKEN);
        }
    }

    @Test
    void aServerThatLeavesBeforeItsAnswerIsUnreachable() throws Exception {
        FutureTask<Answer> asking = asking(backend, CHAT);
        server.asked.take().close();
        assertThatThrownBy(asking::get)
                .hasCauseInstanceOf(DeploymentFailure.class)
                .hasMessageContaining("closed the connection");
    }

    @Test
    void aCallThatWaitedTooLongHarmsNoOther() throws Exception {
        try (Answer other = begun()) {
            RawHttp2.Side side = server.asked.take();
            UpstreamBackend hasty = of(Duration.ofMillis(100));
            DeploymentFailure late =
                    catchThrowableOfType(DeploymentFailure.class, () -> begin(hasty, CHAT));
            assertThat(late.kind()).isEqualTo(Kind.FIRST_TOKEN_TIMEOUT);
            assertThat(server.asked.take().left()).isTrue();
            side.data(Wire.usage(1) + Wire.DONE, true);
            assertThat(rest(other)).isEqualTo(Wire.piece("A"));
        }
    }

    @Test
    void framesThatCantBeAreGarbage() throws Exception {
        FutureTask<Answer> asking = asking(backend, CHAT);
        server.asked.take().data("data before any head", false);
        assertThatThrownBy(asking::get).hasMessageContaining("breaks the rules of HTTP/2");
    }

    private static DeploymentFailure failure(Answer answer) {
        return catchThrowableOfType(DeploymentFailure.class, answer::next);
    }
}
