package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.config.ModelRoute;
import java.time.Instant;
import java.util.List;

/// The routing table of the moment. A reload replaces it whole; what is known of a deployment whose
/// configuration stays the same is kept.
public final class Router {
    private final Backends backends;
    private volatile RoutingTable table;

    public Router(Backends backends, List<ModelRoute> routes, Instant now) {
        this.backends = backends;
        this.table = tableOf(routes, now);
    }

    public RoutingTable table() {
        return table;
    }

    /// From here on calls are routed so.
    public void replace(List<ModelRoute> routes, Instant now) {
        table = tableOf(routes, now);
    }

    private RoutingTable tableOf(List<ModelRoute> routes, Instant now) {
        return new RoutingTable(
                routes.stream()
                        .map(route ->
                                new RoutedModel(
                                        route,
                                        route.deployments().stream()
                                                .map(config ->
                                                        new Deployment(
                                                                config,
                                                                backends.of(route.id(), config)))
                                                .toList(),
                                        now))
                        .toList());
    }
}
