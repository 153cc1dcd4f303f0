package dev.passerelle.gateway.reload;

import dev.passerelle.gateway.config.AdmissionConfig;
import dev.passerelle.gateway.config.CacheConfig;
import dev.passerelle.gateway.config.ConfigException;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.config.LimitsConfig;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.gateway.config.ModelRoute;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A wanted configuration, against the one that is served.
record Change(GatewayConfig served, GatewayConfig wanted) {

    /// The keys whose new values wait for a restart.
    List<String> waiting() {
        return Stream.concat(
                        Fixed.ALL.stream()
                                .filter(fixed -> fixed.differs(served, wanted))
                                .map(Fixed::key),
                        locals().keys())
                .toList();
    }

    /// What can be served at once.
    ///
    /// @throws ConfigException if a model would have to run here that doesn't
    GatewayConfig applicable() {
        checkRun();
        return new GatewayConfig(
                served.server(),
                admission(),
                new LimitsConfig(
                        served.limits().redisUrl(),
                        served.limits().whenUnavailable(),
                        wanted.limits().organisations(),
                        wanted.limits().projects()),
                served.storage(),
                served.memoryBudget(),
                locals().described(),
                wanted.routes(),
                wanted.routing(),
                cache(),
                served.telemetry());
    }

    private void checkRun() {
        Set<String> running =
                served.models().stream().map(ModelConfig::id).collect(Collectors.toSet());
        wanted.routes().stream()
                .filter(Change::runsHere)
                .map(ModelRoute::id)
                .filter(id -> !running.contains(id))
                .findFirst()
                .ifPresent(id -> {
                    throw new ConfigException(
                            "models[%s].source: the model doesn't run yet; restart to load it"
                                    .formatted(id));
                });
    }

    private static boolean runsHere(ModelRoute route) {
        return route.deployments().stream().anyMatch(DeploymentConfig.Local.class::isInstance);
    }

    /// What is public changes, unless it follows from another mode.
    private AdmissionConfig admission() {
        AdmissionConfig now = served.admission();
        AdmissionConfig then = wanted.admission();
        return now.mode() != then.mode()
                ? now
                : new AdmissionConfig(
                        now.mode(),
                        now.hashSecret(),
                        now.jwt(),
                        then.publicCatalogue(),
                        then.publicMetrics());
    }

    private CacheConfig cache() {
        CacheConfig then = wanted.cache();
        return new CacheConfig(
                then.maxBytes(),
                then.ttl(),
                then.chargeTokens(),
                served.cache().redisUrl(),
                then.semantic());
    }

    private LocalChanges locals() {
        return new LocalChanges(served.models(), wanted.models());
    }
}
