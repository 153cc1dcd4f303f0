package dev.passerelle.gateway;

import static dev.passerelle.gateway.TestingGateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.config.ServerConfig;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.InferenceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTest {
    private static final String PATH = "/v1/chat/completions";
    private static final String HELLO =
            "{\"model\":\"chat\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @Test
    void mapsEveryRefusalOfTheRuntime() {
        HttpResponse<String> tooLong =
                refusedWith(new InferenceException.ContextLengthExceeded("too long"));
        assertThat(tooLong.statusCode()).isEqualTo(400);
        assertThat(json(tooLong).at("/error/code").stringValue())
                .isEqualTo("context_length_exceeded");
        HttpResponse<String> full =
                refusedWith(new InferenceException.QueueFull("full", Duration.ofMillis(1500)));
        assertThat(full.statusCode()).isEqualTo(503);
        assertThat(full.headers().firstValue("retry-after")).contains("2");
        HttpResponse<String> closing = refusedWith(new InferenceException.Unavailable("closing"));
        assertThat(closing.statusCode()).isEqualTo(503);
        assertThat(closing.headers().firstValue("retry-after")).isPresent();
        assertThat(refusedWith(new InferenceException.InvalidInput("bad")).statusCode())
                .isEqualTo(400);
        HttpResponse<String> bug = refusedWith(new IllegalStateException("secret"));
        assertThat(bug.statusCode()).isEqualTo(500);
        assertThat(bug.body()).doesNotContain("secret");
    }

    @Test
    void endsABrokenStreamWithAnErrorAndNeverDone() throws IOException {
        InferenceException cause = new InferenceException.Failed("lost", new Exception("x"));
        FakeGenerator generator =
                new FakeGenerator(
                        request -> List.of(new Delta("A", 1, List.of()), new Failed(cause)));
        try (var gateway = TestingGateway.with(generator);
                var client = new RawClient(gateway.port())) {
            client.post(PATH, HELLO);
            String answer = new String(client.in().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 200")
                    .contains("\"content\":\"A\"")
                    .contains(
                            "data: {\"error\":{\"message\":\"lost\",\"type\":\"server_error\",\"param\":null,\"code\":\"inference_failed\"}}\n\n")
                    .doesNotContain("[DONE]")
                    .doesNotEndWith("0\r\n\r\n");
            assertThat(generator.generations.remove().cancelled()).isCompleted();
        }
    }

    @Test
    void takesACancelledGenerationForADepartedClient() throws IOException {
        var cancelled = new Failed(new InferenceException.Cancelled());
        try (var gateway = TestingGateway.with(new FakeGenerator(request -> List.of(cancelled)));
                var client = new RawClient(gateway.port())) {
            client.post(PATH, HELLO);
            assertThat(client.in().readAllBytes()).isEmpty();
            assertThat(gateway.get("/metrics").body())
                    .contains("status=\"499\"} 1.0")
                    .contains("passerelle_requests_cancelled_total{endpoint=\"" + PATH);
        }
    }

    @Test
    void answersForModelsThatAreNotReady() {
        var loading = TestingGateway.loading("chat");
        var broken = TestingGateway.loading("broken");
        broken.failed("the file is damaged");
        try (var gateway = TestingGateway.of(loading, broken)) {
            HttpResponse<String> early = gateway.post(PATH, HELLO);
            assertThat(early.statusCode()).isEqualTo(503);
            assertThat(early.headers().firstValue("retry-after")).isPresent();
            HttpResponse<String> never = gateway.post(PATH, HELLO.replace("chat", "broken"));
            assertThat(never.statusCode()).isEqualTo(503);
            assertThat(never.body()).contains("the file is damaged");
            HttpResponse<String> ready = gateway.get("/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(json(ready).at("/models/chat/state").stringValue()).isEqualTo("loading");
            assertThat(gateway.get("/health/live").statusCode()).isEqualTo(200);
            loading.ready(FakeGenerator.saying("ok"));
            assertThat(gateway.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(json(gateway.get("/health/ready")).at("/models/broken/state").stringValue())
                    .isEqualTo("failed: the file is damaged");
            assertThat(gateway.post(PATH, HELLO).statusCode()).isEqualTo(200);
            broken.ready(new FakeEmbedder());
            assertThat(gateway.get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void listensOnLoopbackOnlyUnlessAllowed() {
        assertThatThrownBy(() -> new ServerConfig("0.0.0.0", 0, 1000, Duration.ZERO, false))
                .hasMessageContaining("0.0.0.0")
                .hasMessageContaining("server.allow-open-network");
        ServerConfig allowed = new ServerConfig("0.0.0.0", 0, 1000, Duration.ZERO, true);
        try (Gateway gateway = Gateway.start(allowed, List.of(), TestingGateway.HUB)) {
            assertThat(gateway.port()).isPositive();
            ServerConfig taken =
                    new ServerConfig("0.0.0.0", gateway.port(), 1000, Duration.ZERO, true);
            assertThatThrownBy(() -> Gateway.start(taken, List.of(), TestingGateway.HUB))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("server.port");
        }
    }

    private static HttpResponse<String> refusedWith(RuntimeException refusal) {
        FakeGenerator generator =
                new FakeGenerator(request -> {
                    throw refusal;
                });
        try (var gateway = TestingGateway.with(generator)) {
            return gateway.post(PATH, HELLO);
        }
    }
}
