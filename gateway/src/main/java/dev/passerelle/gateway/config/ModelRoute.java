package dev.passerelle.gateway.config;

import dev.passerelle.gateway.tenancy.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A name that clients use, and the deployments that answer to it.
///
/// @param aliases other names for it
/// @param price what callers pay; absent means what the deployment that answers costs
/// @param limits what all callers together may take of it
/// @param deployments at least one; their names differ
/// @param base id of the model that an adapter makes this of; absent for a model by itself
public record ModelRoute(
        String id,
        List<String> aliases,
        @Nullable Price price,
        Limits limits,
        RoutingConfig routing,
        List<DeploymentConfig> deployments,
        @Nullable String base) {

    /// A model by itself.
    public ModelRoute(
            String id,
            List<String> aliases,
            @Nullable Price price,
            Limits limits,
            RoutingConfig routing,
            List<DeploymentConfig> deployments) {
        this(id, aliases, price, limits, routing, deployments, null);
    }

    public ModelRoute {
        aliases = List.copyOf(aliases);
        deployments = List.copyOf(deployments);
    }

    /// The route of a model that runs here and nowhere else.
    public static ModelRoute of(ModelConfig local) {
        return new ModelRoute(
                local.id(),
                local.aliases(),
                local.price(),
                local.limits(),
                RoutingConfig.DEFAULT,
                List.of(DeploymentConfig.Local.of(local)),
                local.base() == null ? null : local.base().id());
    }
}
