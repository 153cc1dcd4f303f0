package dev.passerelle.gateway.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.DeploymentConfig.Share;
import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.config.ModelRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where the calls for each model go, as a configuration says.
///
/// @param warnings what is allowed but hardly meant
record ConfigReport(List<Model> models, List<String> warnings) {

    record Model(
            String id,
            List<String> aliases,
            String policy,
            List<String> fallbacks,
            List<Place> deployments) {

        static Model of(ModelRoute route) {
            return new Model(
                    route.id(),
                    route.aliases(),
                    route.routing().policy().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    route.routing().fallbacks(),
                    route.deployments().stream().map(Place::of).toList());
        }
    }

    /// A deployment.
    ///
    /// @param kind `local` or `upstream`
    /// @param canary absent if it isn't one
    /// @param shadowPercent absent if it answers
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Place(
            String name,
            String kind,
            @Nullable String region,
            int weight,
            @Nullable Canary canary,
            @Nullable Double shadowPercent) {

        static Place of(DeploymentConfig deployment) {
            Share share = deployment.share();
            return new Place(
                    deployment.name(),
                    switch (deployment) {
                        case DeploymentConfig.Local _ -> "local";
                        case DeploymentConfig.Upstream _ -> "upstream";
                    },
                    share.region(),
                    share.weight(),
                    Canary.of(share.canary()),
                    share.shadowPercent() == 0 ? null : share.shadowPercent());
        }

        private String role() {
            if (canary != null) {
                return "canary %s, %d keys"
                        .formatted(percent(canary.percent()), canary.keys().size());
            }
            return shadowPercent == null ? "-" : "shadow " + percent(shadowPercent);
        }

        private static String percent(double percent) {
            return percent == Math.rint(percent) ? "%.0f %%".formatted(percent) : percent + " %";
        }
    }

    record Canary(double percent, List<String> keys) {
        static @Nullable Canary of(DeploymentConfig.@Nullable Canary canary) {
            return canary == null
                    ? null
                    : new Canary(canary.percent(), canary.keys().stream().sorted().toList());
        }
    }

    static ConfigReport of(GatewayConfig config) {
        return new ConfigReport(
                config.routes().stream().map(Model::of).toList(), config.warnings());
    }

    /// One line a deployment, then the warnings.
    List<String> lines() {
        Table table =
                new Table(
                        "MODEL",
                        "DEPLOYMENT",
                        "KIND",
                        "REGION",
                        "WEIGHT",
                        "ROLE",
                        "POLICY",
                        "FALLBACKS");
        for (Model model : models) {
            model.deployments().forEach(place -> table.add(row(model, place)));
        }
        List<String> lines = new ArrayList<>(table.lines());
        warnings.forEach(warning -> lines.add("warning: " + warning));
        return lines;
    }

    private static String[] row(Model model, Place place) {
        return new String[] {
            model.id(),
            place.name(),
            place.kind(),
            place.region() == null ? "-" : place.region(),
            Integer.toString(place.weight()),
            place.role(),
            model.policy(),
            model.fallbacks().isEmpty() ? "-" : String.join(", ", model.fallbacks())
        };
    }
}
