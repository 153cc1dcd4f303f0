package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.config.Price;
import dev.passerelle.gateway.tenancy.Prices;
import java.time.Instant;
import java.util.List;

/// A name that clients use, and the deployments that answer to it.
///
/// @param createdAt shown as `created` in the list of models
public record RoutedModel(ModelRoute route, List<Deployment> deployments, Instant createdAt) {

    public RoutedModel {
        deployments = List.copyOf(deployments);
    }

    public String id() {
        return route.id();
    }

    /// The same, by its name; nothing if there is none of it any more.
    public Prices prices(String deployment) {
        return deployments.stream()
                .filter(each -> each.name().equals(deployment))
                .findFirst()
                .map(this::prices)
                .orElse(Prices.FREE);
    }

    /// What callers pay when a deployment answers.
    public Prices prices(Deployment deployment) {
        Price own = route.price();
        Price price = own == null ? deployment.config().share().price() : own;
        return price == null ? Prices.FREE : price.prices();
    }
}
