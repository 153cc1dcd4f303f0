package dev.passerelle.gateway.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.passerelle.gateway.backend.ModelState;
import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.routing.Deployment;
import dev.passerelle.gateway.routing.DeploymentStatus;
import dev.passerelle.gateway.routing.RoutedModel;
import dev.passerelle.gateway.routing.RoutingTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to be known of models by whoever sends requests here.
///
/// @param status `ready`, `not ready` or `draining`
/// @param models by id
record Readiness(String status, Map<String, Model> models) {
    private static final String READY = "ready";

    /// @param state of a model that runs here; else whether a deployment is up
    record Model(String state, Map<String, Place> deployments) {}

    /// @param state `up`, or why it is not
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Place(
            String state,
            @Nullable String region,
            @Nullable String reason,
            @Nullable String since) {

        static Place of(DeploymentStatus status) {
            return new Place(
                    status.state().id(),
                    status.region(),
                    status.reason().isEmpty() ? null : status.reason(),
                    status.since() == null ? null : status.since().toString());
        }
    }

    /// It is ready when each model that loads at start has been tried, one model at least works,
    /// and the server isn't stopping. A model works if it runs here and hasn't failed, or if one of
    /// its deployments elsewhere may be asked.
    static Readiness of(ServedModels local, RoutingTable table, boolean draining) {
        Map<String, Model> models = new LinkedHashMap<>();
        table.all().forEach(model -> models.put(model.id(), model(model, local)));
        boolean ready =
                local.all().stream().allMatch(ServedModel::isSettled)
                        && (table.all().isEmpty()
                                || table.all().stream().anyMatch(model -> works(model, local)));
        return new Readiness(draining ? "draining" : ready ? READY : "not ready", models);
    }

    boolean ready() {
        return status.equals(READY);
    }

    private static Model model(RoutedModel model, ServedModels local) {
        Map<String, Place> places = new LinkedHashMap<>();
        model.deployments().forEach(each -> places.put(each.name(), Place.of(each.status())));
        ServedModel here = here(model, local);
        return new Model(here != null ? state(here) : works(model, local) ? "up" : "out", places);
    }

    private static String state(ServedModel model) {
        return model.state() instanceof ModelState.Failed(String reason)
                ? "failed: " + reason
                : model.state().phase();
    }

    private static boolean works(RoutedModel model, ServedModels local) {
        ServedModel here = here(model, local);
        return (here != null && here.works())
                || elsewhere(model).stream().anyMatch(each -> mayBeAsked(each.status()));
    }

    /// Also one that is out, but may be tried again: without calls it would never come back.
    private static boolean mayBeAsked(DeploymentStatus status) {
        return status.up() || status.retryAfter().isZero();
    }

    /// Deployments that answer calls, not copies of them.
    private static List<Deployment> elsewhere(RoutedModel model) {
        return model.deployments().stream()
                .filter(each -> each.config() instanceof DeploymentConfig.Upstream)
                .filter(each -> each.config().share().shadowPercent() == 0)
                .toList();
    }

    private static @Nullable ServedModel here(RoutedModel model, ServedModels local) {
        return model.deployments().stream()
                        .anyMatch(each -> each.config() instanceof DeploymentConfig.Local)
                ? local.find(model.id())
                : null;
    }
}
