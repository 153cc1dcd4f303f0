package dev.passerelle.gateway.upstream;

import static dev.passerelle.gateway.upstream.UpstreamFixture.CHAT;
import static dev.passerelle.gateway.upstream.UpstreamFixture.STREAM;
import static dev.passerelle.gateway.upstream.UpstreamFixture.backend;
import static dev.passerelle.gateway.upstream.UpstreamFixture.begin;
import static dev.passerelle.gateway.upstream.UpstreamFixture.call;
import static dev.passerelle.gateway.upstream.UpstreamFixture.config;
import static dev.passerelle.gateway.upstream.UpstreamFixture.rest;
import static dev.passerelle.gateway.upstream.UpstreamFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Prepared;
import dev.passerelle.gateway.answer.TokenCount;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.gateway.answer.Via;
import dev.passerelle.gateway.config.DeploymentConfig.Protocol;
import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.tenancy.Regions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is sent to an upstream, and what becomes of its right answers.
class UpstreamBackendTest {
    private final ScriptedUpstream upstream = ScriptedUpstream.playing(Script.answering("A", "B"));
    private final UpstreamBackend backend = backend(config(upstream.url()));

    @AfterEach
    void close() throws Exception {
        backend.close();
        upstream.close();
    }

    @Test
    void passesOnAWholeAnswerByteForByte() throws Exception {
        try (Answer answer = begin(backend, CHAT)) {
            assertThat(answer.streamed()).isFalse();
            assertThat(answer.origin()).isEqualTo(new Origin("m", "", "elsewhere", "fr-par"));
            assertThat(rest(answer)).isEqualTo(Wire.whole("A", "B"));
            assertThat(answer.tokens()).isEqualTo(new Tokens(Wire.PROMPT_TOKENS, 2, 0, true));
        }
    }

    @Test
    void sendsTheModelsNameThereAndOnlyItsOwnHeaders() throws Exception {
        begin(backend, CHAT).close();
        Seen seen = upstream.requests.take();
        assertThat(seen.path()).isEqualTo("/v1/chat/completions");
        assertThat(seen.body()).isEqualTo(CHAT.replace("\"m\"", "\"there\""));
        assertThat(seen.header("authorization")).hasValue("Bearer " + UpstreamFixture.KEY);
        assertThat(seen.header("x-extra")).hasValue("1");
        assertThat(seen.header("x-request-id")).hasValue("req_1");
        assertThat(seen.header("traceparent").orElse("")).startsWith("00-1111");
        assertThat(seen.header("tracestate")).hasValue("a=b");
        assertThat(seen.header("via").orElse("")).startsWith("1.1 passerelle-");
        assertThat(seen.header("accept-encoding")).hasValue("identity");
        assertThat(seen.headers()).hasSize(12);
    }

    @Test
    void tellsWhereAConfinedCallMayGoAndWhereItCameFrom() throws Exception {
        Via here = Via.fresh();
        CallRequest plain = call(Endpoint.CHAT_COMPLETIONS, CHAT);
        CallRequest confined =
                new CallRequest(
                        plain.raw(),
                        plain.caller(),
                        plain.tenant(),
                        new Regions(Set.of("fr-par", "nl-ams")),
                        plain.requestId(),
                        plain.trace(),
                        here.after("1.1 elsewhere"));
        try (Prepared prepared = backend.prepare(confined)) {
            prepared.begin(new UpstreamFixture.Granted(500, List.of())).close();
        }
        Seen seen = upstream.requests.take();
        assertThat(seen.header("x-passerelle-region")).hasValue("fr-par");
        String via = seen.header("via").orElse("");
        assertThat(via).startsWith("1.1 elsewhere, 1.1 passerelle-");
        assertThatThrownBy(() -> here.after(via)).isInstanceOf(ApiException.LoopDetected.class);
    }

    @Test
    void passesOnAStreamAndKeepsItsUsageToItself() throws Exception {
        try (Answer answer = begin(backend, STREAM)) {
            assertThat(answer.streamed()).isTrue();
            assertThat(rest(answer))
                    .isEqualTo(
                            Wire.delta("{\"role\":\"assistant\",\"content\":\"\"}")
                                    + Wire.piece("A")
                                    + Wire.piece("B")
                                    + Wire.finish("stop"));
            assertThat(answer.tokens()).isEqualTo(new Tokens(Wire.PROMPT_TOKENS, 2, 0, true));
        }
        assertThat(upstream.requests.take().wantsUsage()).isTrue();
    }

    @Test
    void passesOnUsageThatWasAskedFor() throws Exception {
        String body =
                STREAM.replace(
                        "\"stream\":true",
                        "\"stream\":true,\"stream_options\":{\"include_usage\":true}");
        try (Answer answer = begin(backend, body)) {
            assertThat(rest(answer)).endsWith(Wire.usage(2));
        }
    }

    @Test
    void usesAConnectionAgain() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (Answer answer = begin(backend, i % 2 == 0 ? STREAM : CHAT)) {
                rest(answer);
            }
        }
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void asksAgainByANewConnectionWhenTheKeptOneWasClosed() throws Exception {
        upstream.play(Script.answering("A").thenClose());
        for (int i = 0; i < 3; i++) {
            try (Answer answer = begin(backend, CHAT)) {
                assertThat(rest(answer)).contains("A");
            }
        }
    }

    @Test
    void countsEventsWhileUsageIsUnknown() throws Exception {
        upstream.play(Script.hangingAfter(2));
        try (Answer answer = begin(backend, STREAM)) {
            String text = text(answer.next());
            while (!text.contains("t1")) {
                text += text(answer.next());
            }
            assertThat(answer.tokens().completion()).isEqualTo(2);
            assertThat(answer.tokens().exact()).isFalse();
        }
    }

    @Test
    void closingAnAnswerEarlyEndsTheConnection() throws Exception {
        upstream.play(Script.hangingAfter(1));
        begin(backend, STREAM).close();
        assertThat(upstream.requests.take().departed().get()).isPositive();
    }

    @Test
    void estimatesWhatACallTakes() {
        String asking = CHAT.replace("\"model\"", "\"n\":2,\"max_tokens\":10,\"model\"");
        assertThat(backend.prepare(call(Endpoint.CHAT_COMPLETIONS, CHAT)).count())
                .isEqualTo(new TokenCount(8, 1, 500, false));
        assertThat(backend.prepare(call(Endpoint.CHAT_COMPLETIONS, asking)).count())
                .isEqualTo(new TokenCount(8, 20, 20, false));
        assertThat(
                        backend.prepare(
                                        call(
                                                Endpoint.EMBEDDINGS,
                                                "{\"model\":\"m\",\"input\":\"abcdefghij\"}"))
                                .count())
                .isEqualTo(new TokenCount(6, 0, 0, false));
    }

    @Test
    void learnsHowManyTokensTextHas() throws Exception {
        String body = CHAT.replace("Hi", "x".repeat(100));
        long before = backend.prepare(call(Endpoint.CHAT_COMPLETIONS, body)).count().prompt();
        for (int i = 0; i < 100; i++) {
            begin(backend, body).close();
        }
        long after = backend.prepare(call(Endpoint.CHAT_COMPLETIONS, body)).count().prompt();
        assertThat(List.of(before, after)).containsExactly(37L, 15L);
    }

    @Test
    void tellsWhetherTheUpstreamIsThere() throws Exception {
        assertThat(backend.healthy()).isTrue();
        upstream.probed(Script.status(503));
        assertThat(backend.healthy()).isFalse();
        upstream.refuse();
        assertThat(backend.healthy()).isFalse();
        assertThat(upstream.probes.take().path()).isEqualTo("/v1/models");
    }

    @Test
    void waitsForAFreeConnectionNoLongerThanForAnyOther() throws Exception {
        upstream.play(Script.hangingAfter(1));
        UpstreamBackend one =
                backend(config(upstream.url(), Protocol.HTTP_1_1, Duration.ofSeconds(5), 1));
        Answer first = begin(one, STREAM);
        assertThatThrownBy(() -> begin(one, STREAM))
                .isInstanceOf(DeploymentFailure.class)
                .hasMessageContaining("no connection free");
        first.close();
        begin(one, STREAM).close();
    }
}
