package dev.passerelle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.FakeGenerator.Running;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DrainTest {
    private static final String PATH = "/v1/chat/completions";
    private static final String HELLO =
            "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @Test
    void letsRunningRequestsFinishAndRefusesNewOnes() throws Exception {
        FakeGenerator generator = FakeGenerator.silent();
        try (var gateway = TestingGateway.with(generator)) {
            var running = CompletableFuture.supplyAsync(() -> gateway.post(PATH, HELLO));
            Running generation = generator.generations.take();
            var drained =
                    CompletableFuture.supplyAsync(() -> drain(gateway, Duration.ofSeconds(10)));
            while (gateway.get("/health/ready").statusCode() != 503) {}
            assertThat(gateway.get("/health/ready").headers().firstValue("retry-after"))
                    .isPresent();
            HttpResponse<String> refused = gateway.post(PATH, HELLO);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("retry-after")).isPresent();
            assertThat(refused.headers().firstValue("connection")).contains("close");
            assertThat(drained).isNotDone();
            FakeGenerator.events("done").forEach(generation::say);
            assertThat(running.get().body()).contains("done");
            assertThat(drained.get()).isTrue();
        }
    }

    @Test
    void endsWhatOutlivesTheDeadline() throws Exception {
        FakeGenerator generator = FakeGenerator.silent();
        try (var gateway = TestingGateway.with(generator)) {
            var whole = CompletableFuture.supplyAsync(() -> gateway.post(PATH, HELLO));
            Running generation = generator.generations.take();
            RawClient streaming = new RawClient(gateway.port());
            streaming.post(PATH, HELLO.replace("{\"model", "{\"stream\":true,\"model"));
            Running stream = generator.generations.take();
            stream.say(FakeGenerator.events("A").getFirst());
            while (!streaming.line().contains("\"A\"")) {}
            assertThat(gateway.gateway().drain(Duration.ofMillis(10))).isFalse();
            assertThat(generation.cancelled()).isCompleted();
            assertThat(stream.cancelled()).isCompleted();
            assertThat(whole.get().statusCode()).isEqualTo(503);
            String rest = new String(streaming.in().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(rest).contains("\"code\":\"shutting_down\"").doesNotContain("[DONE]");
            streaming.close();
        }
    }

    @Test
    void closesIdleConnections() throws Exception {
        TestingGateway gateway = TestingGateway.with(FakeGenerator.saying("ok"));
        try (var fresh = new RawClient(gateway.port());
                var used = new RawClient(gateway.port())) {
            used.post(PATH, HELLO);
            assertThat(used.answer()).contains("ok");
            assertThat(gateway.gateway().stop()).isTrue();
            assertThat(used.in().read()).isNegative();
            assertThat(fresh.in().read()).isNegative();
        }
    }

    private static boolean drain(TestingGateway gateway, Duration timeout) {
        try {
            return gateway.gateway().drain(timeout);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
