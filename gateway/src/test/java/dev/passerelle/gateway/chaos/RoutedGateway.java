package dev.passerelle.gateway.chaos;

import dev.passerelle.gateway.FakeDoor;
import dev.passerelle.gateway.FakeLimiter;
import dev.passerelle.gateway.Gateway;
import dev.passerelle.gateway.RecordingLedger;
import dev.passerelle.gateway.TestingGateway;
import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.config.AdmissionConfig;
import dev.passerelle.gateway.config.CacheConfig;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.DeploymentConfig.Protocol;
import dev.passerelle.gateway.config.DeploymentConfig.Share;
import dev.passerelle.gateway.config.DeploymentConfig.Upstream;
import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.config.LimitsConfig;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.config.ResilienceConfig;
import dev.passerelle.gateway.config.RoutingConfig;
import dev.passerelle.gateway.config.StorageConfig;
import dev.passerelle.gateway.config.TelemetryConfig;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Role;
import dev.passerelle.gateway.upstream.ScriptedUpstream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A gateway whose models are served elsewhere, and what it counts.
final class RoutedGateway implements AutoCloseable {
    static final String PATH = "/v1/chat/completions";
    static final String KEY = "key-ada";
    static final Duration PATIENCE = Duration.ofSeconds(3);

    /// Fallbacks and retries are never short, no deployment is ever left alone.
    static final ResilienceConfig TIRELESS =
            new ResilienceConfig(1000, 1_000_000, 1_000_000, Duration.ofMillis(1));

    /// Keeps answers.
    static final CacheConfig KEEPING =
            new CacheConfig(1 << 20, Duration.ofMinutes(10), false, null, null);

    final FakeLimiter limiter = new FakeLimiter().estimating();
    final RecordingLedger ledger;
    final Gateway gateway;
    private final ResilienceConfig resilience;
    private final CacheConfig cache;

    RoutedGateway(List<ModelRoute> routes, ServedModel... local) {
        this(TIRELESS, CacheConfig.NONE, routes, local);
    }

    RoutedGateway(
            ResilienceConfig resilience,
            CacheConfig cache,
            List<ModelRoute> routes,
            ServedModel... local) {
        this.resilience = resilience;
        this.cache = cache;
        FakeDoor door =
                new FakeDoor()
                        .showing()
                        .limiter(limiter)
                        .member("ada", Measure.TOKENS_PER_DAY, 1L << 40)
                        .caller(confined("paul", "fr-par"));
        ledger = door.ledger;
        gateway =
                Gateway.start(
                        config(routes),
                        List.of(local),
                        TestingGateway.HUB,
                        door.door(),
                        null,
                        InstantSource.system());
    }

    private static Caller confined(String name, String region) {
        return new Caller(name, FakeDoor.ACME, Role.MEMBER, Set.of(), Set.of(region), Limits.NONE);
    }

    /// From here on it serves these models.
    void serve(List<ModelRoute> routes) {
        gateway.apply(config(routes));
    }

    private GatewayConfig config(List<ModelRoute> routes) {
        return new GatewayConfig(
                TestingGateway.config(),
                AdmissionConfig.OPEN,
                LimitsConfig.NONE,
                StorageConfig.DEFAULT,
                null,
                List.of(),
                routes,
                resilience,
                cache,
                TelemetryConfig.NONE);
    }

    /// A model whose deployments are asked in turn of their weight.
    static ModelRoute route(String id, DeploymentConfig... deployments) {
        return new ModelRoute(
                id, List.of(), null, Limits.NONE, RoutingConfig.DEFAULT, List.of(deployments));
    }

    /// A model with another that fills in.
    static ModelRoute route(String id, String fallback, DeploymentConfig deployment) {
        RoutingConfig routing =
                new RoutingConfig(RoutingConfig.Policy.WEIGHTED, 3, List.of(fallback), null, 1.25);
        return new ModelRoute(id, List.of(), null, Limits.NONE, routing, List.of(deployment));
    }

    /// A model whose deployments race when the first takes long.
    static ModelRoute hedged(String id, Duration after, DeploymentConfig... deployments) {
        RoutingConfig routing =
                new RoutingConfig(RoutingConfig.Policy.WEIGHTED, 3, List.of(), after, 1.25);
        return new ModelRoute(id, List.of(), null, Limits.NONE, routing, List.of(deployments));
    }

    static Upstream to(String name, ScriptedUpstream upstream, @Nullable String region) {
        return to(name, upstream.url(), "sk-upstream", region, 256);
    }

    /// @param most connections at once
    static Upstream to(String name, URI url, String key, @Nullable String region, int most) {
        return new Upstream(
                name,
                new Share(region, null, 1, Limits.NONE, null, 0),
                url,
                key,
                "there",
                Map.of(),
                Protocol.HTTP_1_1,
                64,
                PATIENCE,
                PATIENCE,
                PATIENCE,
                most,
                null);
    }

    static String chat(String model, boolean stream) {
        return "{\"model\":\"%s\",\"stream\":%s,\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                .formatted(model, stream);
    }

    /// The same with a temperature of 0, so that its answer may be kept.
    static String deterministic(String chat) {
        return chat.replace("{\"model", "{\"temperature\":0,\"model");
    }

    Reply ask(String model, boolean stream) throws IOException {
        return ask(model, stream, KEY, "");
    }

    Reply ask(String model, boolean stream, String key, String headers) throws IOException {
        return Reply.to(gateway.port(), PATH, key, headers, chat(model, stream));
    }

    @Override
    public void close() {
        gateway.close();
    }
}
