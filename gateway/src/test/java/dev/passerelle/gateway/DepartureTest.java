package dev.passerelle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.FakeGenerator.Running;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DepartureTest {
    private static final String PATH = "/v1/chat/completions";
    private static final Duration PROMPT = Duration.ofSeconds(5);

    @Test
    void cancelsANonStreamingCall() throws Exception {
        FakeGenerator generator = FakeGenerator.silent();
        try (var gateway = TestingGateway.with(generator)) {
            RawClient client = new RawClient(gateway.port());
            client.post(PATH, hello(false));
            Running running = generator.generations.take();
            client.close();
            assertThat(running.cancelled()).succeedsWithin(PROMPT);
        }
    }

    @Test
    void cancelsAStreamBetweenTwoTokens() throws Exception {
        FakeGenerator generator = FakeGenerator.silent();
        try (var gateway = TestingGateway.with(generator)) {
            RawClient client = new RawClient(gateway.port());
            client.post(PATH, hello(true));
            Running running = generator.generations.take();
            running.say(FakeGenerator.events("A").getFirst());
            while (!client.line().contains("\"A\"")) {}
            client.close();
            assertThat(running.cancelled()).succeedsWithin(PROMPT);
        }
    }

    @Test
    void takesAHalfClosedClientForGone() throws Exception {
        FakeGenerator generator = FakeGenerator.silent();
        try (var gateway = TestingGateway.with(generator);
                var client = new RawClient(gateway.port())) {
            client.post(PATH, hello(false));
            Running running = generator.generations.take();
            client.finishSending();
            assertThat(running.cancelled()).succeedsWithin(PROMPT);
        }
    }

    @Test
    void countsClientsThatLeave() throws Exception {
        FakeGenerator generator = FakeGenerator.silent();
        try (var gateway = TestingGateway.with(generator)) {
            RawClient client = new RawClient(gateway.port());
            client.post(PATH, hello(false));
            Running running = generator.generations.take();
            client.close();
            running.cancelled().get(5, TimeUnit.SECONDS);
            assertThat(gateway.gateway().drain(PROMPT)).isTrue();
            assertThat(gateway.get("/metrics").body())
                    .contains(
                            "passerelle_requests_cancelled_total{endpoint=\"/v1/chat/completions\",model=\"chat\"} 1.0")
                    .contains(
                            "passerelle_cancel_latency_seconds_count{endpoint=\"/v1/chat/completions\",model=\"chat\"} 1")
                    .contains(
                            "passerelle_requests_in_flight{endpoint=\"/v1/chat/completions\"} 0.0");
        }
    }

    @Test
    void keepsTheConnectionForTheNextRequest() throws IOException {
        try (var gateway = TestingGateway.with(FakeGenerator.saying("ok"));
                var client = new RawClient(gateway.port())) {
            for (int i = 0; i < 20; i++) {
                client.post(PATH, hello(false));
                assertThat(client.answer()).contains("\"content\":\"ok\"");
            }
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        FakeGenerator generator = FakeGenerator.silent();
        try (var gateway = TestingGateway.with(generator);
                var client = new RawClient(gateway.port())) {
            client.post(PATH, hello(false));
            Running first = generator.generations.take();
            client.post(PATH, hello(false));
            client.post(PATH, hello(false));
            FakeGenerator.events("one").forEach(first::say);
            assertThat(client.answer()).contains("one");
            FakeGenerator.events("two").forEach(generator.generations.take()::say);
            assertThat(client.answer()).contains("two");
            FakeGenerator.events("three").forEach(generator.generations.take()::say);
            assertThat(client.answer()).contains("three");
        }
    }

    @Test
    void freesEveryCallWhenManyLeave() throws Exception {
        FakeGenerator generator = FakeGenerator.silent();
        try (var gateway = TestingGateway.with(generator)) {
            for (int i = 0; i < 100; i++) {
                RawClient client = new RawClient(gateway.port());
                client.post(PATH, hello(i % 2 == 0));
                Running running = generator.generations.take();
                client.close();
                assertThat(running.cancelled()).succeedsWithin(PROMPT);
            }
            assertThat(gateway.gateway().drain(PROMPT)).isTrue();
        }
    }

    private static String hello(boolean stream) {
        return "{\"model\":\"chat\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                .formatted(stream);
    }
}
