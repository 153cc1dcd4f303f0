package dev.passerelle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.TestingGateway;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.answer.Backend;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.Prepared;
import dev.passerelle.gateway.answer.TraceParent;
import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.DeploymentConfig.Protocol;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.config.ResilienceConfig;
import dev.passerelle.gateway.config.RoutingConfig;
import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.openai.Json;
import dev.passerelle.gateway.openai.RawRequest;
import dev.passerelle.gateway.routing.Deployment;
import dev.passerelle.gateway.routing.Dispatcher;
import dev.passerelle.gateway.routing.Purse;
import dev.passerelle.gateway.routing.RoutedModel;
import dev.passerelle.gateway.routing.Router;
import dev.passerelle.gateway.routing.RoutingListener;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Regions;
import dev.passerelle.runtime.Tenant;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReadinessTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final ServedModels NOTHING = new ServedModels(List.of());
    private static final Purse EMPTY =
            new Purse() {
                @Override
                public Reservation reserve(
                        RoutedModel model, Deployment deployment, Prepared prepared) {
                    throw new AssertionError("not reached");
                }

                @Override
                public void release(Reservation reservation) {
                    throw new AssertionError("not reached");
                }
            };
    private static final Backend DEAD =
            _ -> {
                throw new DeploymentFailure(
                        DeploymentFailure.Kind.UNREACHABLE, "It can't be reached.");
            };

    private static DeploymentConfig upstream(String name) {
        return new DeploymentConfig.Upstream(
                name,
                new DeploymentConfig.Share("eu-north", null, 1, Limits.NONE, null, 0),
                URI.create("https://secret.example/v1"),
                "sk-secret",
                "m",
                Map.of(),
                Protocol.AUTO,
                64,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                4,
                null);
    }

    private static Router router(String model, String... upstreams) {
        return new Router(
                (_, _) -> DEAD,
                List.of(
                        new ModelRoute(
                                model,
                                List.of(),
                                null,
                                Limits.NONE,
                                new RoutingConfig(
                                        RoutingConfig.Policy.CHEAPEST, 1, List.of(), null, 1.25),
                                Stream.of(upstreams).map(ReadinessTest::upstream).toList())),
                NOW);
    }

    /// Sends one call, which opens the circuit of whoever gets it.
    private static void fail(Router router) {
        byte[] body = "{\"model\":\"chat\"}".getBytes(StandardCharsets.UTF_8);
        CallRequest call =
                new CallRequest(
                        RawRequest.read(Endpoint.CHAT_COMPLETIONS, body),
                        Caller.ANYONE,
                        Tenant.EVERYONE,
                        Regions.ALL,
                        "req_1",
                        TraceParent.NONE);
        ResilienceConfig once = new ResilienceConfig(0, 0, 1, Duration.ofHours(1));
        try (Dispatcher dispatcher = Dispatcher.of(router, once, RoutingListener.NONE)) {
            assertThatThrownBy(() -> dispatcher.answer(router.table().get("chat"), call, EMPTY))
                    .isInstanceOf(DeploymentFailure.class);
        }
    }

    @Test
    void isThereWhileADeploymentElsewhereIsUp() {
        Router router = router("chat", "one", "two");
        assertThat(Readiness.of(NOTHING, router.table(), false).ready()).isTrue();
        fail(router);
        Readiness one = Readiness.of(NOTHING, router.table(), false);
        assertThat(one.ready()).isTrue();
        assertThat(json(one).at("/models/chat/state").stringValue()).isEqualTo("up");
        fail(router);
        Readiness none = Readiness.of(NOTHING, router.table(), false);
        assertThat(none.ready()).isFalse();
        assertThat(none.status()).isEqualTo("not ready");
    }

    @Test
    void tellsWhichDeploymentIsOutAndWhy() {
        Router router = router("chat", "one");
        fail(router);
        JsonNode said = json(Readiness.of(NOTHING, router.table(), false));
        assertThat(said.at("/models/chat/state").stringValue()).isEqualTo("out");
        JsonNode one = said.at("/models/chat/deployments/one");
        assertThat(one.get("state").stringValue()).isEqualTo("open");
        assertThat(one.get("region").stringValue()).isEqualTo("eu-north");
        assertThat(one.get("reason").stringValue()).isNotBlank();
        assertThat(one.get("since").stringValue()).endsWith("Z");
        assertThat(said.toString()).doesNotContain("secret");
    }

    @Test
    void waitsForModelsThatRunHere() {
        ServedModels loading = new ServedModels(List.of(TestingGateway.loading("chat")));
        Readiness early = Readiness.of(loading, router("other", "one").table(), false);
        assertThat(early.ready()).isFalse();
    }

    @Test
    void isNotThereWhileTheServerStops() {
        Readiness stopping = Readiness.of(NOTHING, router("chat", "one").table(), true);
        assertThat(stopping.ready()).isFalse();
        assertThat(stopping.status()).isEqualTo("draining");
    }

    private static JsonNode json(Readiness readiness) {
        return JsonMapper.shared().readTree(Json.bytes(readiness));
    }
}
