package dev.passerelle.gateway;

import dev.passerelle.gateway.answer.Backend;
import dev.passerelle.gateway.backend.Schedule;
import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.cache.CaffeineCache;
import dev.passerelle.gateway.cache.semantic.LocalEmbedding;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.local.LocalBackend;
import dev.passerelle.gateway.metrics.GatewayMetrics;
import dev.passerelle.gateway.routing.Backends;
import dev.passerelle.gateway.routing.Dispatcher;
import dev.passerelle.gateway.routing.HealthWatch;
import dev.passerelle.gateway.routing.Router;
import dev.passerelle.gateway.telemetry.Telemetry;
import dev.passerelle.gateway.upstream.UpstreamBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;

/// What stands between the routes and the models, made for a configuration and closed after the
/// last call.
record Services(
        Router router,
        Dispatcher dispatcher,
        HealthWatch health,
        Schedule checks,
        CaffeineCache cache,
        Telemetry telemetry,
        GatewayMetrics metrics,
        InstantSource clock)
        implements AutoCloseable {

    /// @throws UncheckedIOException if the access log can't be written
    static Services start(
            GatewayConfig config,
            ServedModels models,
            GatewayMetrics metrics,
            InstantSource clock) {
        Telemetry telemetry = telemetry(config);
        Router router = new Router(backends(models, clock), config.routes(), clock.instant());
        Dispatcher dispatcher = Dispatcher.of(router, config.routing(), metrics.routing());
        metrics.routing().watch(router);
        metrics.accessLogDropped(telemetry::droppedLines);
        Schedule checks = Schedule.onThread();
        return new Services(
                router,
                dispatcher,
                dispatcher.watch(checks),
                checks,
                CaffeineCache.of(
                        config.cache(),
                        clock,
                        metrics.cache(),
                        id -> new LocalEmbedding(models, id)),
                telemetry,
                metrics,
                clock);
    }

    private static Telemetry telemetry(GatewayConfig config) {
        try {
            return Telemetry.of(config.telemetry());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "telemetry.access-log '%s' can't be written: %s"
                            .formatted(config.telemetry().accessLog(), e.getMessage()),
                    e);
        }
    }

    private static Backends backends(ServedModels models, InstantSource clock) {
        return (model, deployment) -> backend(models, clock, model, deployment);
    }

    private static Backend backend(
            ServedModels models, InstantSource clock, String model, DeploymentConfig deployment) {
        return switch (deployment) {
            case DeploymentConfig.Local config -> new LocalBackend(models, model, config, clock);
            case DeploymentConfig.Upstream config -> UpstreamBackend.of(model, config, clock);
        };
    }

    void apply(GatewayConfig config) {
        router.replace(config.routes(), clock.instant());
        dispatcher.replace(config.routing());
        cache.update(config.cache());
    }

    @Override
    public void close() {
        cache.close();
        health.close();
        checks.close();
        dispatcher.close();
        router.close();
        telemetry.close();
    }
}
