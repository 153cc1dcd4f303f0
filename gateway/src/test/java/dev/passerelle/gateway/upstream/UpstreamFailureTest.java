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
import dev.passerelle.gateway.openai.ApiException.UpstreamRefused;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of an upstream's failures.
class UpstreamFailureTest {
    private final ScriptedUpstream upstream = ScriptedUpstream.playing(Script.silent());
    private final UpstreamBackend backend = backend(config(upstream.url()));
    private final UpstreamBackend hasty =
            backend(config(upstream.url(), Protocol.HTTP_1_1, Duration.ofMillis(200), 4));

    @AfterEach
    void close() throws Exception {
        backend.close();
        hasty.close();
        upstream.close();
    }

    static Stream<Arguments> beforeTheFirstPart() {
        return Stream.of(
                Arguments.of(Kind.UNREACHABLE, Script.reset(), STREAM),
                Arguments.of(Kind.UNREACHABLE, Script.closing(), CHAT),
                Arguments.of(Kind.FIRST_TOKEN_TIMEOUT, Script.silent(), STREAM),
                Arguments.of(Kind.FIRST_TOKEN_TIMEOUT, Script.silent(), CHAT),
                Arguments.of(Kind.FIRST_TOKEN_TIMEOUT, Script.headOnly(), STREAM),
                Arguments.of(Kind.STALLED, Script.hangingAfter(1), CHAT),
                Arguments.of(Kind.BROKEN, Script.cutAfter(0), STREAM),
                Arguments.of(Kind.BROKEN, Script.cutInChunkAfter(0), STREAM),
                Arguments.of(Kind.BROKEN, Script.cutInChunkAfter(0), CHAT),
                Arguments.of(Kind.BROKEN, Script.errorAfter(0), STREAM),
                Arguments.of(Kind.GARBAGE, Script.errorAfter(0), CHAT),
                Arguments.of(Kind.GARBAGE, Script.garbage(), STREAM),
                Arguments.of(Kind.GARBAGE, Script.garbageJson(), CHAT),
                Arguments.of(Kind.BROKEN, Script.garbageJson(), STREAM),
                Arguments.of(Kind.GARBAGE, Script.page(), CHAT),
                Arguments.of(Kind.GARBAGE, Script.page(), STREAM),
                Arguments.of(Kind.GARBAGE, Script.endlessLine(), STREAM),
                Arguments.of(Kind.GARBAGE, Script.endlessLine(), CHAT),
                Arguments.of(Kind.GARBAGE, Script.hugeHeader(), CHAT),
                Arguments.of(Kind.GARBAGE, Script.status(302, "Location: /x"), CHAT),
                Arguments.of(Kind.ERROR, Script.status(500), CHAT),
                Arguments.of(Kind.ERROR, Script.status(503, "Retry-After: 7"), STREAM),
                Arguments.of(Kind.ERROR, Script.status(408), STREAM),
                Arguments.of(Kind.ERROR, Script.json(404, "not here"), CHAT),
                Arguments.of(
                        Kind.ERROR,
                        Script.json(404, "{\"error\":{\"message\":\"not found\",\"code\":404}}"),
                        CHAT),
                Arguments.of(Kind.ERROR, Script.json(404, "{\"detail\":\"Not Found\"}"), STREAM),
                Arguments.of(
                        Kind.UNKNOWN_MODEL,
                        Script.json(
                                404,
                                "{\"error\":{\"message\":\"model 'x' not found, try pulling\"}}"),
                        STREAM),
                Arguments.of(
                        Kind.UNKNOWN_MODEL,
                        Script.json(
                                404,
                                "{\"object\":\"error\",\"message\":\"The model `x` does not exist.\",\"code\":404}"),
                        CHAT),
                // llama.cpp's server, of JSON it can't read
                Arguments.of(
                        Kind.ERROR,
                        Script.json(
                                500,
                                "{\"error\":{\"code\":500,\"message\":\"parse error\",\"type\":\"server_error\"}}"),
                        CHAT),
                Arguments.of(
                        Kind.GARBAGE,
                        Script.json(200, "\u001f\u008b", "Content-Encoding: gzip"),
                        CHAT),
                Arguments.of(Kind.GARBAGE, Script.json(200, "{}", "Transfer-Encoding: gzip"), CHAT),
                Arguments.of(Kind.GARBAGE, Script.json(200, "{}", "Content-Length: 7"), CHAT),
                Arguments.of(
                        Kind.UNKNOWN_MODEL,
                        Script.json(
                                404,
                                "{\"error\":{\"message\":\"no\",\"code\":\"model_not_found\"}}"),
                        CHAT),
                Arguments.of(Kind.CREDENTIALS, Script.status(401), CHAT),
                Arguments.of(Kind.CREDENTIALS, Script.status(403), CHAT),
                Arguments.of(Kind.RATE_LIMITED, Script.status(429), CHAT),
                Arguments.of(Kind.LOOP, Script.status(508), CHAT));
    }

    @ParameterizedTest
    @MethodSource("beforeTheFirstPart")
    void saysWhatWentWrong(Kind kind, Script script, String body) {
        upstream.play(script);
        UpstreamBackend asked =
                kind == Kind.FIRST_TOKEN_TIMEOUT || kind == Kind.STALLED ? hasty : backend;
        assertThatThrownBy(() -> begin(asked, body))
                .isInstanceOf(DeploymentFailure.class)
                .hasMessageContaining("Deployment 'elsewhere'")
                .hasMessageNotContaining(UpstreamFixture.KEY)
                .hasMessageNotContaining("127.0.0.1")
                .satisfies(e -> assertThat(((DeploymentFailure) e).kind()).isEqualTo(kind));
    }

    @Test
    void aRefusedConnectionIsUnreachable() throws Exception {
        upstream.refuse();
        assertThatThrownBy(() -> begin(backend, CHAT))
                .isInstanceOf(DeploymentFailure.class)
                .satisfies(e ->
                        assertThat(((DeploymentFailure) e).kind()).isEqualTo(Kind.UNREACHABLE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Retry-After: 7",
                "retry-after-ms: 7000",
                "Retry-After: Sun, 01 Mar 2026 12:00:07 GMT"
            })
    void keepsWhenItMayBeTriedAgain(String header) {
        upstream.play(Script.status(429, header));
        DeploymentFailure failure =
                catchThrowableOfType(DeploymentFailure.class, () -> begin(backend, CHAT));
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void passesOnWhatTheCallerCanMend() {
        upstream.play(
                Script.json(
                        400,
                        "{\"error\":{\"message\":\"Too long.\",\"type\":\"t\",\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}"));
        UpstreamRefused refused =
                catchThrowableOfType(UpstreamRefused.class, () -> begin(backend, STREAM));
        assertThat(refused).hasMessage("Too long.");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.type()).isEqualTo("t");
        assertThat(refused.param()).isEqualTo("messages");
        assertThat(refused.code()).isEqualTo("context_length_exceeded");
    }

    @Test
    void passesOnNumbersAsCodes() {
        upstream.play(
                Script.json(
                        400,
                        "{\"error\":{\"code\":400,\"message\":\"too long\",\"type\":\"exceed_context_size_error\"}}"));
        UpstreamRefused refused =
                catchThrowableOfType(UpstreamRefused.class, () -> begin(backend, CHAT));
        assertThat(refused).hasMessage("too long");
        assertThat(refused.code()).isEqualTo("400");
        assertThat(refused.type()).isEqualTo("exceed_context_size_error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<html>Bad Request</html>", "[]", "{\"error\":null}", "{\"error\":{}}"})
    void refusesInItsOwnWordsWhereThereAreNone(String body) {
        upstream.play(Script.json(422, body));
        UpstreamRefused refused =
                catchThrowableOfType(UpstreamRefused.class, () -> begin(backend, CHAT));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused).hasMessageContaining("without a reason");
    }

    @Test
    void aServerThatDoesntReadIsGivenUp() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI url = URI.create("http://127.0.0.1:" + deaf.getLocalPort() + "/v1");
            UpstreamBackend asked =
                    backend(config(url, Protocol.HTTP_1_1, Duration.ofMillis(200), 1));
            String body = CHAT.replace("Hi", "x".repeat(16 << 20));
            DeploymentFailure failure =
                    catchThrowableOfType(DeploymentFailure.class, () -> begin(asked, body));
            assertThat(failure.kind()).isEqualTo(Kind.FIRST_TOKEN_TIMEOUT);
        }
    }

    static Stream<Arguments> afterTheFirstPart() {
        return Stream.of(
                Arguments.of(Kind.STALLED, Script.hangingAfter(3)),
                Arguments.of(Kind.BROKEN, Script.cutAfter(3)),
                Arguments.of(Kind.BROKEN, Script.cutInChunkAfter(3)),
                Arguments.of(Kind.BROKEN, Script.endingAfter(3)),
                Arguments.of(Kind.BROKEN, Script.errorAfter(3)));
    }

    @ParameterizedTest
    @MethodSource("afterTheFirstPart")
    void deliversWhatCameBeforeItBroke(Kind kind, Script script) throws Exception {
        upstream.play(script);
        try (Answer answer = begin(kind == Kind.STALLED ? hasty : backend, STREAM)) {
            StringBuilder text = new StringBuilder();
            DeploymentFailure failure =
                    catchThrowableOfType(
                            DeploymentFailure.class,
                            () -> {
                                while (true) {
                                    text.append(text(answer.next()));
                                }
                            });
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(text.toString())
                    .isEqualTo(Wire.piece("t0") + Wire.piece("t1") + Wire.piece("t2"));
            assertThat(answer.tokens().completion()).isEqualTo(3);
        }
    }

    @Test
    void aTrickledAnswerIsARightOne() throws Exception {
        upstream.play(Script.answering("A").trickled());
        try (Answer answer = begin(backend, STREAM)) {
            assertThat(rest(answer)).endsWith(Wire.finish("stop"));
        }
        try (Answer answer = begin(backend, CHAT)) {
            assertThat(rest(answer)).isEqualTo(Wire.whole("A"));
        }
    }

    @Test
    void anAnswerMayEndWithItsConnection() throws Exception {
        upstream.play(Script.closeDelimited("A"));
        for (String body : new String[] {STREAM, CHAT}) {
            try (Answer answer = begin(backend, body)) {
                assertThat(rest(answer)).contains("\"A\"");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {STREAM, CHAT})
    void anInterruptEndsAWaitAndTheConnection(String body) throws Exception {
        FutureTask<Answer> waiting = new FutureTask<>(() -> begin(backend, body));
        Thread thread = Thread.startVirtualThread(waiting);
        Seen seen = upstream.requests.take();
        thread.interrupt();
        assertThatThrownBy(waiting::get).hasCauseInstanceOf(InterruptedException.class);
        assertThat(seen.departed().get()).isPositive();
    }
}
