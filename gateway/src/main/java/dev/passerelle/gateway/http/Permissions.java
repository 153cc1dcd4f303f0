package dev.passerelle.gateway.http;

import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.gateway.openai.ApiException.Forbidden;
import dev.passerelle.gateway.tenancy.Caller;

/// Which models a caller may use.
final class Permissions {
    private Permissions() {}

    static boolean allows(Caller caller, ModelConfig model) {
        return caller.mayUse(model.id()) && reaches(caller, model);
    }

    /// @throws Forbidden if the caller may not use the model, or not where it runs
    static void check(Caller caller, ModelConfig model) {
        if (!caller.mayUse(model.id())) {
            throw new Forbidden(
                    "This key may not use the model '%s'. GET /v1/models lists those it may."
                            .formatted(model.id()),
                    "model",
                    "model_not_allowed");
        }
        if (!reaches(caller, model)) {
            String region = model.region();
            throw new Forbidden(
                    "The model '%s' runs in %s, and this key is confined to other regions. GET /v1/models lists the models it may use."
                            .formatted(
                                    model.id(),
                                    region == null ? "no region that is known" : region),
                    "model",
                    "region_not_allowed");
        }
    }

    private static boolean reaches(Caller caller, ModelConfig model) {
        String region = model.region();
        return caller.regions().isEmpty() || (region != null && caller.regions().contains(region));
    }
}
