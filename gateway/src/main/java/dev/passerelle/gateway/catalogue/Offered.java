package dev.passerelle.gateway.catalogue;

import dev.passerelle.gateway.backend.ModelState;
import dev.passerelle.gateway.backend.ModelStatus;
import dev.passerelle.gateway.catalogue.CatalogueEntry.Place;
import dev.passerelle.gateway.catalogue.CatalogueEntry.Price;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.routing.Deployment;
import dev.passerelle.gateway.routing.RoutedModel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All an entry is made of but what the model's files say: equal as long as the entry stays.
///
/// @param status of what runs here; absent if nothing does
/// @param phase as far as deployments elsewhere tell
/// @param price what callers pay, if that is the same whichever deployment answers
/// @param places that answer calls; empty if the model runs here and nowhere else
record Offered(
        ModelRoute route,
        Instant createdAt,
        @Nullable ModelStatus status,
        String phase,
        @Nullable Price price,
        List<Place> places) {

    private static final String UP = "up";
    private static final String OUT = "out";

    /// @param status of the model of this id, if one runs here
    static Offered of(RoutedModel model, @Nullable ModelStatus status) {
        List<DeploymentConfig> all = model.route().deployments();
        ModelStatus local = all.stream().anyMatch(Offered::isLocal) ? status : null;
        List<Deployment> answering =
                model.deployments().stream()
                        .filter(each -> each.config().share().shadowPercent() == 0)
                        .toList();
        Price price = price(model.route(), answering);
        return new Offered(
                model.route(),
                local == null ? model.createdAt() : local.createdAt(),
                local,
                phase(answering),
                price,
                all.stream().allMatch(Offered::isLocal)
                        ? List.of()
                        : answering.stream()
                                .map(each -> place(model.route(), each, local, price))
                                .toList());
    }

    /// Canaries don't fill in for others: without these the model is out.
    private static String phase(List<Deployment> answering) {
        if (answering.stream().allMatch(each -> each.status().up())) {
            return Sort.READY;
        }
        return answering.stream()
                        .anyMatch(each -> each.config().share().ordinary() && each.status().up())
                ? Sort.DEGRADED
                : Sort.OUT;
    }

    private static @Nullable Price price(ModelRoute route, List<Deployment> answering) {
        if (route.price() != null) {
            return Price.of(route.price());
        }
        List<Optional<Price>> prices =
                answering.stream()
                        .map(each -> Optional.ofNullable(Price.of(each.config().share().price())))
                        .distinct()
                        .toList();
        return prices.size() == 1 ? prices.getFirst().orElse(null) : null;
    }

    /// @param common for all deployments
    private static Place place(
            ModelRoute route,
            Deployment deployment,
            @Nullable ModelStatus status,
            @Nullable Price common) {
        boolean works = !isLocal(deployment.config()) || (status != null && works(status.state()));
        return new Place(
                shown(route, deployment.config()),
                deployment.region(),
                works && deployment.status().up() ? UP : OUT,
                common == null ? Price.of(deployment.config().share().price()) : null);
    }

    /// A name that was made of its address says too much.
    private static String shown(ModelRoute route, DeploymentConfig deployment) {
        return deployment instanceof DeploymentConfig.Upstream upstream
                        && upstream.name().startsWith(upstream.baseUrl().getHost() + ":")
                ? "deployment-" + (route.deployments().indexOf(deployment) + 1)
                : deployment.name();
    }

    private static boolean works(ModelState state) {
        return state instanceof ModelState.Ready || state instanceof ModelState.Idle;
    }

    private static boolean isLocal(DeploymentConfig deployment) {
        return deployment instanceof DeploymentConfig.Local;
    }

    /// Where what runs here runs, as far as anybody said.
    @Nullable String region() {
        return route.deployments().stream()
                .filter(Offered::isLocal)
                .findFirst()
                .map(local -> local.share().region())
                .orElse(null);
    }
}
