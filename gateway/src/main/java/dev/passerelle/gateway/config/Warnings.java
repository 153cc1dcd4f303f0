package dev.passerelle.gateway.config;

import dev.passerelle.gateway.config.DeploymentConfig.Upstream;
import java.util.List;
import java.util.stream.Stream;

/// What is allowed but hardly meant.
final class Warnings {
    private Warnings() {}

    static List<String> of(List<ModelRoute> routes) {
        return routes.stream().flatMap(Warnings::of).toList();
    }

    private static Stream<String> of(ModelRoute route) {
        return route.deployments().stream()
                .filter(Warnings::tellsItsKey)
                .map(deployment ->
                        "model %s: the key of deployment %s is sent readable, by http; use https"
                                .formatted(route.id(), deployment.name()));
    }

    private static boolean tellsItsKey(DeploymentConfig deployment) {
        return deployment instanceof Upstream upstream
                && !upstream.apiKey().isEmpty()
                && "http".equals(upstream.baseUrl().getScheme())
                && !Addresses.loopback(upstream.baseUrl());
    }
}
