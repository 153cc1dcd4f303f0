package dev.passerelle.gateway;

import static dev.passerelle.gateway.TestingGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.gateway.metrics.Metric;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.runtime.EngineOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperationsTest {
    /// Has no value before it happens.
    private static final Set<Metric> SILENT =
            EnumSet.of(
                    Metric.CLIENT_CANCELLED,
                    Metric.CANCEL_LATENCY,
                    Metric.MODEL_LAST_REFRESH,
                    Metric.DEPLOYMENT_FAILURES,
                    Metric.RETRIES,
                    Metric.RETRIES_REFUSED,
                    Metric.FALLBACKS,
                    Metric.HEDGES,
                    Metric.SHADOWS,
                    Metric.CACHE_REQUESTS);

    private static final String REST = " HTTP/1.1\r\nHost: x\r\n\r\n";

    @Test
    void listsModels() {
        try (var gateway =
                TestingGateway.of(
                        TestingGateway.ready("org/chat é", FakeGenerator.saying()),
                        TestingGateway.loading("embed"))) {
            assertThat(json(gateway.get("/v1/models")))
                    .isEqualTo(
                            json(
                                    """
                                    {"object":"list","data":[
                                      {"id":"org/chat é","object":"model","created":1767323045,"owned_by":"passerelle"},
                                      {"id":"embed","object":"model","created":1767323045,"owned_by":"passerelle"}]}\
                                    """));
            assertThat(json(gateway.get("/v1/models/org%2Fchat%20%C3%A9")).get("id").stringValue())
                    .isEqualTo("org/chat é");
            assertThat(json(gateway.get("/v1/models/org/chat%20%C3%A9")).get("id").stringValue())
                    .isEqualTo("org/chat é");
            var unknown = gateway.get("/v1/models/other");
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(json(unknown).at("/error/code").stringValue()).isEqualTo("model_not_found");
        }
    }

    @Test
    void answersByAliasAsTheModelItself() {
        ModelConfig config =
                new ModelConfig(
                        "chat",
                        List.of("gpt-4o-mini"),
                        new ModelSource.Bundled("chat"),
                        EngineOptions.DEFAULT,
                        false,
                        ModelConfig.Load.START,
                        false,
                        null,
                        null,
                        null,
                        Limits.NONE);
        ServedModel model = new ServedModel(config, TestingGateway.NOW);
        model.ready(FakeGenerator.saying("a"));
        try (var gateway = TestingGateway.of(model)) {
            assertThat(json(gateway.get("/v1/models")).get("data")).hasSize(1);
            assertThat(json(gateway.get("/v1/models/gpt-4o-mini")).get("id").stringValue())
                    .isEqualTo("chat");
            var answer =
                    gateway.post(
                            "/v1/chat/completions",
                            "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
            assertThat(json(answer).get("model").stringValue()).isEqualTo("chat");
            assertThat(gateway.get("/metrics").body())
                    .contains("passerelle_model_state{model=\"chat\",state=\"ready\"} 1.0")
                    .contains("passerelle_model_state{model=\"chat\",state=\"idle\"} 0.0")
                    .doesNotContain("gpt-4o-mini");
        }
    }

    @Test
    void answersHeadAsGetWithoutTheBody() throws IOException {
        try (var gateway = TestingGateway.with(FakeGenerator.saying());
                var client = new RawClient(gateway.port())) {
            for (String path : List.of("/v1/models", "/v1/models/chat", "/health/ready")) {
                client.send("GET " + path + REST);
                int length = client.answer().length();
                client.send("HEAD " + path + REST);
                assertThat(client.head())
                        .startsWith("HTTP/1.1 200 OK")
                        .contains("Content-Length: " + length);
            }
            client.send("HEAD /metrics" + REST);
            assertThat(client.head()).startsWith("HTTP/1.1 200 OK");
            client.send("HEAD /v1/nothing" + REST);
            assertThat(client.head()).startsWith("HTTP/1.1 404 Not Found");
            client.send("GET /health/live" + REST);
            assertThat(client.answer()).isEqualTo("{\"status\":\"up\"}");
        }
    }

    @Test
    void countsWhatIsReadOfCatalogueAndPage() {
        try (var gateway = TestingGateway.with(FakeGenerator.saying())) {
            gateway.get("/api/catalogue");
            gateway.get("/api/catalogue/none");
            gateway.get("/");
            gateway.get("/page/app.js");
            assertThat(gateway.get("/metrics").body())
                    .contains(counted("/api/catalogue", 200) + " 1.0")
                    .contains(counted("/api/catalogue", 404) + " 1.0")
                    .contains(counted("page", 200) + " 2.0")
                    .contains("passerelle_requests_in_flight{endpoint=\"page\"} 0.0");
        }
    }

    private static String counted(String endpoint, int status) {
        return "passerelle_requests_total{endpoint=\"%s\",model=\"\",status=\"%d\"}"
                .formatted(endpoint, status);
    }

    @Test
    void measures() {
        try (var gateway = TestingGateway.with(FakeGenerator.saying("a", "b", "c"))) {
            gateway.post(
                    "/v1/chat/completions",
                    "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
            gateway.post("/v1/embeddings", "{\"model\":\"embed\",\"input\":\"x\"}");
            var response = gateway.get("/metrics");
            assertThat(response.headers().firstValue("content-type").orElseThrow())
                    .startsWith("text/plain; version=0.0.4");
            String chat = "{endpoint=\"/v1/chat/completions\",model=\"chat\"}";
            assertThat(response.body())
                    .contains(
                            "passerelle_requests_total{endpoint=\"/v1/chat/completions\",model=\"chat\",status=\"200\"} 1.0")
                    .contains("passerelle_prompt_tokens_total" + chat + " 7.0")
                    .contains("passerelle_completion_tokens_total" + chat + " 4.0")
                    .contains("passerelle_time_to_first_token_seconds_count" + chat + " 1")
                    .contains("passerelle_inter_token_latency_seconds_count" + chat + " 1")
                    .contains("passerelle_request_duration_seconds_count" + chat + " 1")
                    .contains(
                            "passerelle_prompt_tokens_total{endpoint=\"/v1/embeddings\",model=\"embed\"} 4.0")
                    .contains("passerelle_queue_depth{model=\"chat\"} 2.0")
                    .contains("passerelle_slots_active{model=\"chat\"} 3.0")
                    .contains("passerelle_slots_capacity{model=\"chat\"} 16.0")
                    .contains("passerelle_kv_tokens_used{model=\"chat\"} 300.0")
                    .contains("passerelle_kv_tokens_capacity{model=\"chat\"} 32768.0");
            assertThat(Arrays.stream(Metric.values()).filter(m -> !SILENT.contains(m)))
                    .allSatisfy(metric ->
                            assertThat(response.body())
                                    .contains("# TYPE " + metric.exposed() + " "));
        }
    }
}
