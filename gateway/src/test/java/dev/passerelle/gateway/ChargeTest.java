package dev.passerelle.gateway;

import static dev.passerelle.gateway.TestingGateway.events;
import static dev.passerelle.gateway.TestingGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.FakeGenerator.Running;
import dev.passerelle.gateway.RecordingLedger.Closed;
import dev.passerelle.gateway.config.LimitsConfig;
import dev.passerelle.gateway.config.LimitsConfig.ProjectConfig;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.usage.Outcome;
import dev.passerelle.gateway.usage.Transcript;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// What a call costs, to the token, however it ends.
@Timeout(20)
class ChargeTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String HELLO =
            "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}";
    private static final String STREAM = HELLO.formatted(",\"stream\":true,\"max_tokens\":50");
    private static final long BUDGET = 1000;

    private final FakeLimiter limiter = new FakeLimiter();
    private final FakeDoor door =
            new FakeDoor().limiter(limiter).member("a", Measure.TOKENS_PER_DAY, BUDGET);

    private TestingGateway serve(FakeGenerator generator) {
        return TestingGateway.behind(
                door.door(),
                TestingGateway.ready("chat", generator),
                TestingGateway.ready("embed", new FakeEmbedder()));
    }

    @Test
    void isWhatUsageSays() throws Exception {
        try (var gateway = serve(FakeGenerator.saying("A", "B"))) {
            assertThat(gateway.post(CHAT, "key-a", HELLO.formatted("")).statusCode())
                    .isEqualTo(200);
            assertThat(limiter.used(Measure.TOKENS_PER_DAY)).isEqualTo(10);
            Closed whole = door.ledger.next();
            assertThat(whole.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(whole.status()).isEqualTo(200);
            assertThat(List.of(whole.promptTokens(), whole.completionTokens(), whole.handedOver()))
                    .containsExactly(7L, 3L, 3L);
            assertThat(whole.work())
                    .isNotNull()
                    .satisfies(work -> {
                        assertThat(work.model()).isEqualTo("chat");
                        assertThat(work.promptTokens()).isEqualTo(7);
                        assertThat(work.reserved()).isEqualTo(FakeLimiter.TIME);
                    });
            assertThat(whole.latency().queue()).isEqualTo(FakeGenerator.TIMING.queued());
            gateway.post(CHAT, "key-a", STREAM);
            assertThat(limiter.used(Measure.TOKENS_PER_DAY)).isEqualTo(20);
            assertThat(door.ledger.next().handedOver()).isEqualTo(3);
            gateway.post(
                    "/v1/embeddings", "key-a", "{\"model\":\"embed\",\"input\":[\"a\",\"b\"]}");
            assertThat(limiter.used(Measure.TOKENS_PER_DAY)).isEqualTo(28);
            Closed embedding = door.ledger.next();
            assertThat(embedding.promptTokens()).isEqualTo(8);
            assertThat(embedding.completionTokens()).isZero();
            assertThat(limiter.reservations()).isZero();
            assertThat(gateway.gateway().drain(Duration.ofSeconds(5))).isTrue();
        }
    }

    @Test
    void isOfAllPromptsOfACompletion() throws Exception {
        try (var gateway = serve(FakeGenerator.endless())) {
            String three = "{\"model\":\"chat\",\"max_tokens\":5,\"prompt\":[\"a\",\"b\",\"c\"]%s}";
            gateway.post("/v1/completions", "key-a", three.formatted(""));
            assertThat(limiter.used(Measure.TOKENS_PER_DAY)).isEqualTo(3 * (7 + 5));
            gateway.post("/v1/completions", "key-a", three.formatted(",\"stream\":true"));
            assertThat(limiter.used(Measure.TOKENS_PER_DAY)).isEqualTo(6 * (7 + 5));
            assertThat(door.ledger.next().promptTokens()).isEqualTo(21);
        }
    }

    @Test
    void isWhatWasHandedOverIfTheClientLeaves() throws Exception {
        FakeGenerator generator = FakeGenerator.silent();
        try (var gateway = serve(generator)) {
            RawClient client = new RawClient(gateway.port());
            client.post(CHAT, "key-a", STREAM);
            Running running = generator.generations.take();
            assertThat(limiter.used(Measure.TOKENS_PER_DAY)).isEqualTo(7 + 50);
            running.say(new Delta("A", 2, List.of()));
            running.say(new Delta("B", 1, List.of()));
            while (!client.line().contains("\"B\"")) {}
            client.close();
            Closed record = door.ledger.next();
            assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
            assertThat(record.status()).isEqualTo(499);
            assertThat(record.promptTokens()).isEqualTo(7);
            assertThat(record.completionTokens()).isEqualTo(3);
            assertThat(limiter.used(Measure.TOKENS_PER_DAY)).isEqualTo(10);
            assertThat(limiter.reservations()).isZero();
        }
    }

    @Test
    void isNothingIfTheClientLeavesInTheQueue() throws Exception {
        FakeGenerator generator = FakeGenerator.silent();
        try (var gateway = serve(generator)) {
            RawClient client = new RawClient(gateway.port());
            client.post(CHAT, "key-a", HELLO.formatted(""));
            Running running = generator.generations.take();
            client.close();
            Closed record = door.ledger.next();
            assertThat(running.cancelled()).isCompleted();
            assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
            assertThat(record.promptTokens()).isZero();
            assertThat(limiter.used(Measure.TOKENS_PER_DAY)).isZero();
        }
    }

    @Test
    void isWhatWasHandedOverIfTheModelFails() throws Exception {
        InferenceException lost = new InferenceException.Failed("lost", new Exception("x"));
        List<GenerationEvent> said = List.of(new Delta("A", 1, List.of()), new Failed(lost));
        try (var gateway = serve(new FakeGenerator(request -> said));
                var client = new RawClient(gateway.port())) {
            client.post(CHAT, "key-a", STREAM);
            client.in().readAllBytes();
            Closed record = door.ledger.next();
            assertThat(record.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(limiter.used(Measure.TOKENS_PER_DAY)).isEqualTo(8);
            assertThat(record.promptTokens() + record.completionTokens()).isEqualTo(8);
        }
    }

    @Test
    void isNothingIfNoModelBegan() throws Exception {
        FakeGenerator generator = FakeGenerator.saying("x");
        generator.refuse(new InferenceException.QueueFull("full", Duration.ofSeconds(1)));
        try (var gateway = serve(generator)) {
            assertThat(gateway.post(CHAT, "key-a", STREAM).statusCode()).isEqualTo(503);
            assertThat(door.ledger.next())
                    .returns(Outcome.UNAVAILABLE, Closed::outcome)
                    .returns("chat", Closed::model);
            assertThat(gateway.post(CHAT, "key-a", "{").statusCode()).isEqualTo(400);
            assertThat(door.ledger.next().outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(limiter.used(Measure.TOKENS_PER_DAY)).isZero();
            assertThat(limiter.reservations()).isZero();
        }
    }

    @Test
    void isNothingIfItWaitedTooLong() throws Exception {
        var late = new InferenceException.QueueTimeout("too long", Duration.ofSeconds(1));
        try (var gateway = serve(new FakeGenerator(request -> List.of(new Failed(late))))) {
            assertThat(gateway.post(CHAT, "key-a", STREAM).statusCode()).isEqualTo(503);
            assertThat(door.ledger.next().promptTokens()).isZero();
            assertThat(limiter.used(Measure.TOKENS_PER_DAY)).isZero();
        }
    }

    @Test
    void isNothingIfItCantBeRecorded() {
        FakeGenerator generator = FakeGenerator.saying("x");
        door.ledger.fill();
        try (var gateway = serve(generator)) {
            var refused = gateway.post(CHAT, "key-a", STREAM);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(json(refused).at("/error/code").stringValue())
                    .isEqualTo("ledger_unavailable");
            assertThat(generator.generations).isEmpty();
            assertThat(generator.places).hasValue(0);
            assertThat(limiter.used(Measure.TOKENS_PER_DAY)).isZero();
            assertThat(limiter.reservations()).isZero();
        }
    }

    @Test
    void isSettledWhenTheServerStops() throws Exception {
        FakeGenerator generator = FakeGenerator.silent();
        try (var gateway = serve(generator);
                var client = new RawClient(gateway.port())) {
            client.post(CHAT, "key-a", STREAM);
            generator.generations.take().say(new Delta("A", 1, List.of()));
            while (!client.line().contains("\"A\"")) {}
            assertThat(gateway.gateway().drain(Duration.ofMillis(1))).isFalse();
            Closed record = door.ledger.next();
            assertThat(record.outcome()).isEqualTo(Outcome.UNAVAILABLE);
            assertThat(limiter.used(Measure.TOKENS_PER_DAY)).isEqualTo(8);
        }
    }

    @Test
    void endsAtTheBudgetAndSaysSo() throws Exception {
        door.member("b", Measure.TOKENS_PER_DAY, 20);
        try (var gateway = serve(FakeGenerator.endless())) {
            JsonNode choice =
                    json(gateway.post(CHAT, "key-b", HELLO.formatted(""))).at("/choices/0");
            assertThat(choice.get("finish_reason").stringValue()).isEqualTo("length");
            assertThat(choice.at("/message/content").stringValue()).isEqualTo("t".repeat(13));
            JsonNode why = choice.at("/passerelle/limited_by");
            assertThat(why.get("limit").stringValue()).isEqualTo("tokens_per_day");
            assertThat(why.get("scope").stringValue()).isEqualTo("key");
            assertThat(why.get("message").stringValue()).contains("13");
            assertThat(limiter.used(Measure.TOKENS_PER_DAY)).isEqualTo(20);
            var next = gateway.post(CHAT, "key-b", HELLO.formatted(""));
            assertThat(next.statusCode()).isEqualTo(429);
            assertThat(json(next).at("/error/code").stringValue()).isEqualTo("insufficient_quota");
        }
    }

    @Test
    void endsAStreamAtTheBudgetAndSaysSo() {
        door.member("b", Measure.TOKENS_PER_DAY, 10);
        try (var gateway = serve(FakeGenerator.endless())) {
            List<String> events =
                    events(gateway.post(CHAT, "key-b", HELLO.formatted(",\"stream\":true")));
            JsonNode last = json(events.get(events.size() - 2)).at("/choices/0");
            assertThat(last.get("finish_reason").stringValue()).isEqualTo("length");
            assertThat(last.at("/passerelle/limited_by/limit").stringValue())
                    .isEqualTo("tokens_per_day");
            assertThat(events.subList(0, events.size() - 2))
                    .noneMatch(event -> event.contains("passerelle"));
            assertThat(events.getLast()).isEqualTo("[DONE]");
        }
    }

    @Test
    void saysNothingOfLimitsThatDidntEndIt() {
        door.member("b", Measure.TOKENS_PER_DAY, 100);
        try (var gateway = serve(FakeGenerator.saying("A"))) {
            var curtailed = gateway.post(CHAT, "key-b", HELLO.formatted(""));
            assertThat(json(curtailed).at("/choices/0/finish_reason").stringValue())
                    .isEqualTo("stop");
            assertThat(curtailed.body()).doesNotContain("passerelle");
        }
        try (var gateway = serve(FakeGenerator.endless())) {
            var asked = gateway.post(CHAT, "key-b", HELLO.formatted(",\"max_tokens\":5"));
            assertThat(json(asked).at("/choices/0/finish_reason").stringValue())
                    .isEqualTo("length");
            assertThat(asked.body()).doesNotContain("passerelle");
        }
    }

    @Test
    void freesThePlaceAmongConcurrentRequestsBeforeTheLastByte() {
        door.member("b", Measure.CONCURRENT_REQUESTS, 1);
        try (var gateway = serve(FakeGenerator.saying("A"))) {
            for (int i = 0; i < 50; i++) {
                String body = i % 2 == 0 ? HELLO.formatted("") : STREAM;
                assertThat(gateway.post(CHAT, "key-b", body).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void countsAgainstItsProjectsShare() throws InterruptedException {
        FakeGenerator generator = FakeGenerator.saying("A");
        door.limits(projects(new ProjectConfig(Limits.NONE, 3, 2, false)));
        try (var gateway = serve(generator)) {
            gateway.post(CHAT, "key-a", STREAM);
            assertThat(generator.tenants.take()).isEqualTo(new Tenant("acme/web", "a", 3, 2));
        }
    }

    @Test
    void writesDownWhatIsSaidOnlyIfTheOperatorWantsThat() throws InterruptedException {
        try (var gateway = serve(FakeGenerator.saying("A", "B"))) {
            gateway.post(CHAT, "key-a", STREAM);
            door.ledger.next();
            assertThat(door.transcripts).isEmpty();
        }
        door.limits(projects(new ProjectConfig(Limits.NONE, 1, 0, true)));
        try (var gateway = serve(FakeGenerator.saying("A", "B"))) {
            for (String body : List.of(STREAM, HELLO.formatted(""))) {
                gateway.post(CHAT, "key-a", body);
                Transcript transcript = door.transcripts.poll(10, TimeUnit.SECONDS);
                assertThat(transcript)
                        .isNotNull()
                        .satisfies(said -> {
                            assertThat(said.request().value()).isEqualTo(body);
                            assertThat(said.answer().value()).isEqualTo("AB");
                            assertThat(said.project()).isEqualTo("acme/web");
                            assertThat(said.model()).isEqualTo("chat");
                            assertThat(said.time()).isEqualTo(TestingGateway.NOW);
                        });
            }
        }
    }

    private static LimitsConfig projects(ProjectConfig acme) {
        return new LimitsConfig(
                null, LimitsConfig.WhenUnavailable.REFUSE, Map.of(), Map.of(FakeDoor.ACME, acme));
    }
}
