package dev.passerelle.gateway.config;

import dev.passerelle.gateway.tenancy.Limits;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The whole configuration, checked.
///
/// @param memoryBudget bytes that models may take together; absent means a share of the machine's
/// @param models what runs in this process
/// @param routes what is served, here or elsewhere; ids and aliases are unique
public record GatewayConfig(
        ServerConfig server,
        AdmissionConfig admission,
        LimitsConfig limits,
        StorageConfig storage,
        @Nullable Long memoryBudget,
        List<ModelConfig> models,
        List<ModelRoute> routes,
        ResilienceConfig routing,
        CacheConfig cache,
        TelemetryConfig telemetry) {

    public GatewayConfig {
        models = List.copyOf(models);
        routes = List.copyOf(routes);
    }

    /// Routes and nothing else: everybody may call them, and nothing is kept.
    public static GatewayConfig serving(ServerConfig server, List<ModelRoute> routes) {
        return new GatewayConfig(
                server,
                AdmissionConfig.OPEN,
                LimitsConfig.NONE,
                StorageConfig.DEFAULT,
                null,
                List.of(),
                routes,
                ResilienceConfig.DEFAULT,
                CacheConfig.NONE,
                TelemetryConfig.NONE);
    }

    /// The same with the models that run here changed.
    public GatewayConfig map(UnaryOperator<ModelConfig> change) {
        return new GatewayConfig(
                server,
                admission,
                limits,
                storage,
                memoryBudget,
                models.stream().map(change).toList(),
                routes,
                routing,
                cache,
                telemetry);
    }

    /// What is allowed but hardly meant, for the log.
    public List<String> warnings() {
        return Warnings.of(routes);
    }

    /// Whether anybody or any model is limited.
    public boolean limited() {
        return !limits.equals(LimitsConfig.NONE)
                || routes.stream().anyMatch(route -> !route.limits().equals(Limits.NONE));
    }
}
