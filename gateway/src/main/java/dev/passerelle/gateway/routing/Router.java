package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.ModelRoute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The routing table of the moment. A reload replaces it whole; what is known of a deployment whose
/// configuration stays the same is kept.
public final class Router implements AutoCloseable {
    private final Backends backends;
    private final Surroundings surroundings;
    private volatile RoutingTable table = new RoutingTable(List.of());

    public Router(Backends backends, List<ModelRoute> routes, Instant now) {
        this(backends, routes, now, Surroundings.REAL);
    }

    public Router(
            Backends backends, List<ModelRoute> routes, Instant now, Surroundings surroundings) {
        this.backends = backends;
        this.surroundings = surroundings;
        replace(routes, now);
    }

    public RoutingTable table() {
        return table;
    }

    /// From here on calls are routed so. If that fails, everything stays as it was.
    ///
    /// @throws IllegalArgumentException if two models have the same id or alias
    public synchronized void replace(List<ModelRoute> routes, Instant now) {
        RoutingTable old = table;
        List<Deployment> made = new ArrayList<>();
        try {
            table =
                    new RoutingTable(
                            routes.stream().map(route -> model(route, old, made, now)).toList());
        } catch (RuntimeException e) {
            made.forEach(Deployment::leave);
            throw e;
        }
        Set<Deployment> kept = deployments(table).collect(Collectors.toSet());
        deployments(old).filter(Predicate.not(kept::contains)).forEach(Deployment::leave);
    }

    private static Stream<Deployment> deployments(RoutingTable table) {
        return table.all().stream().flatMap(model -> model.deployments().stream());
    }

    private RoutedModel model(
            ModelRoute route, RoutingTable old, List<Deployment> made, Instant now) {
        RoutedModel before = old.find(route.id());
        RoutedModel same = before != null && before.id().equals(route.id()) ? before : null;
        List<Deployment> deployments = new ArrayList<>();
        for (DeploymentConfig config : route.deployments()) {
            Deployment kept = kept(same, config);
            if (kept == null) {
                kept =
                        new Deployment(
                                route.id(), config, backends.of(route.id(), config), surroundings);
                made.add(kept);
            }
            deployments.add(kept);
        }
        return new RoutedModel(route, deployments, same == null ? now : same.createdAt());
    }

    private static @Nullable Deployment kept(@Nullable RoutedModel model, DeploymentConfig config) {
        if (model != null) {
            for (Deployment deployment : model.deployments()) {
                if (deployment.config().equals(config)) {
                    return deployment;
                }
            }
        }
        return null;
    }

    /// Routes no call any more; what is under way ends by itself.
    @Override
    public void close() {
        replace(List.of(), Instant.EPOCH);
    }
}
