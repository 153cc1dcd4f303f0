package dev.passerelle.gateway;

import static dev.passerelle.gateway.TestingGateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.passerelle.gateway.admission.Decision;
import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.Limiter;
import dev.passerelle.gateway.admission.Standing;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What headers tell: limits, times, when to come again.
class AdmissionHeadersTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String HELLO =
            "{\"model\":\"chat\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}";
    private static final String STREAM = HELLO.formatted(",\"stream\":true");

    private final FakeDoor door = new FakeDoor();

    private TestingGateway serve() {
        return TestingGateway.behind(
                door.door(),
                TestingGateway.ready("chat", FakeGenerator.saying("A")),
                TestingGateway.ready("embed", new FakeEmbedder()));
    }

    @Test
    void tellWhatIsLeftOfLimits() {
        Map<Measure, Long> limits =
                Map.of(Measure.REQUESTS_PER_MINUTE, 2L, Measure.TOKENS_PER_MINUTE, 100L);
        door.caller("a", Role.MEMBER, new Limits(limits));
        try (var gateway = serve()) {
            for (String body : List.of(HELLO.formatted(""), STREAM)) {
                HttpResponse<String> response = gateway.post(CHAT, "key-a", body);
                assertThat(header(response, "x-ratelimit-limit-requests")).isEqualTo("2");
                assertThat(header(response, "x-ratelimit-limit-tokens")).isEqualTo("100");
                assertThat(header(response, "x-ratelimit-reset-tokens")).isNotEmpty();
            }
            HttpResponse<String> refused = gateway.post(CHAT, "key-a", STREAM);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(header(refused, "x-ratelimit-remaining-requests")).isEqualTo("0");
            assertThat(header(refused, "retry-after")).isEqualTo("2");
            assertThat(header(refused, "retry-after-ms")).isEqualTo("1500");
            assertThat(header(refused, "x-should-retry")).isEmpty();
            assertThat(json(refused).at("/error/type").stringValue()).isEqualTo("requests");
            assertThat(json(refused).at("/error/code").stringValue())
                    .isEqualTo("rate_limit_exceeded");
        }
    }

    @Test
    void tellOfTokensThatAreUsedUp() {
        door.member("a", Measure.TOKENS_PER_MINUTE, 15);
        try (var gateway = serve()) {
            assertThat(gateway.post(CHAT, "key-a", STREAM).statusCode()).isEqualTo(200);
            HttpResponse<String> refused = gateway.post(CHAT, "key-a", STREAM);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(json(refused).at("/error/type").stringValue()).isEqualTo("tokens");
            assertThat(header(refused, "x-ratelimit-remaining-tokens")).isEqualTo("6");
            assertThat(gateway.get("/metrics", "key-a").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void tellNothingWhereNothingIsLimited() {
        door.caller("a", Role.MEMBER);
        try (var gateway = serve()) {
            assertThat(gateway.post(CHAT, "key-a", STREAM).headers().map().keySet())
                    .noneMatch(name -> name.startsWith("x-ratelimit"));
        }
    }

    @Test
    void tellWhereTheTimeWent() {
        door.caller("a", Role.MEMBER);
        String parts = "admission;dur=[0-9.]+, queue;dur=12\\.346, prompt;dur=3\\.000";
        try (var gateway = serve()) {
            HttpResponse<String> whole = gateway.post(CHAT, "key-a", HELLO.formatted(""));
            assertThat(header(whole, "server-timing")).matches(parts + ", decode;dur=[0-9.]+");
            assertThat(header(whole, "x-queue-time-ms")).isEqualTo("12");
            HttpResponse<String> stream = gateway.post(CHAT, "key-a", STREAM);
            assertThat(header(stream, "server-timing")).matches(parts);
            assertThat(stream.headers().firstValue("trailer")).isEmpty();
            HttpResponse<String> embedding =
                    gateway.post(
                            "/v1/embeddings", "key-a", "{\"model\":\"embed\",\"input\":\"x\"}");
            assertThat(header(embedding, "server-timing")).startsWith("admission;dur=");
        }
    }

    @Test
    void tellItAllInATrailerToThoseWhoTakeOne() throws IOException {
        door.caller("a", Role.MEMBER);
        try (var gateway = serve();
                var client = new RawClient(gateway.port())) {
            client.send(
                    "POST %s HTTP/1.1\r\nHost: x\r\nTE: trailers\r\nAuthorization: Bearer key-a\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(CHAT, STREAM.length(), STREAM));
            assertThat(client.head()).contains("Trailer: Server-Timing");
            while (!client.line().equals("0")) {}
            assertThat(client.line()).matches("Server-Timing: admission;dur=.*decode;dur=[0-9.]+");
            assertThat(client.line()).isEmpty();
            client.post(CHAT, "key-a", HELLO.formatted(""));
            assertThat(client.answer()).contains("\"content\":\"A\"");
        }
    }

    @Test
    void makeOpenAisClientWaitUntilTheLimitResets() {
        Resetting resetting = new Resetting(Duration.ofMillis(900));
        door.limiter(resetting).member("a", Measure.REQUESTS_PER_MINUTE, 1);
        try (var gateway = serve()) {
            OpenAIClient client = client(gateway);
            // of itself the client would come again within half a second, and once more
            assertThat(client.chat().completions().create(hello()).choices()).hasSize(1);
            assertThat(resetting.refused).hasValue(1);
            client.close();
        }
    }

    @Test
    void keepOpenAisClientFromTryingAgainWhereThatIsNoUse() throws InterruptedException {
        door.member("a", Measure.TOKENS_PER_DAY, 5);
        try (var gateway = serve()) {
            OpenAIClient client = client(gateway);
            assertThatThrownBy(() -> client.chat().completions().create(hello()))
                    .isInstanceOfSatisfying(
                            RateLimitException.class,
                            e -> assertThat(e.code()).contains("insufficient_quota"));
            assertThat(door.ledger.next().status()).isEqualTo(429);
            assertThat(gateway.gateway().drain(Duration.ofSeconds(5))).isTrue();
            assertThat(door.ledger.left()).isZero();
            client.close();
        }
    }

    private static OpenAIClient client(TestingGateway gateway) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.url("/v1"))
                .apiKey("key-a")
                .maxRetries(3)
                .build();
    }

    private static ChatCompletionCreateParams hello() {
        return ChatCompletionCreateParams.builder()
                .model("chat")
                .maxCompletionTokens(5)
                .addUserMessage("Hi")
                .build();
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /// Refuses until a while after the first request, and says so.
    private static final class Resetting implements Limiter {
        private final Duration after;
        private final AtomicInteger refused = new AtomicInteger();
        private final FakeLimiter fake = new FakeLimiter();
        private long resetNanos;

        Resetting(Duration after) {
            this.after = after;
        }

        @Override
        public synchronized Decision reserve(List<Limit> limits, Demand demand) {
            if (refused.get() == 0) {
                resetNanos = System.nanoTime() + after.toNanos();
            }
            Duration left = Duration.ofNanos(resetNanos - System.nanoTime());
            if (left.isPositive()) {
                refused.incrementAndGet();
                return new Decision.Refused(new Standing(limits.getFirst(), 0, left), 1, left);
            }
            return fake.reserve(limits, demand);
        }

        @Override
        public void close() {}
    }
}
