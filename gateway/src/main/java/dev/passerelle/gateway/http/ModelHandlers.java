package dev.passerelle.gateway.http;

import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.openai.WireModel;
import dev.passerelle.gateway.routing.RoutedModel;
import dev.passerelle.gateway.routing.Router;

/// The list of models a caller may use, and one of them. A model that is still loading is listed
/// too.
record ModelHandlers(Router router) {
    private static final String OWNER = "passerelle";

    void list(Call call) {
        call.json(
                WireModel.encode(
                        router.table().all().stream()
                                .filter(model -> Permissions.allows(call.caller(), model))
                                .map(ModelHandlers::wire)
                                .toList()));
    }

    void one(Call call) {
        String path = call.request().path().path();
        String name = path.substring(Endpoint.MODELS.path().length() + 1);
        RoutedModel model =
                router.table().get(name, each -> Permissions.allows(call.caller(), each));
        if (!Permissions.allows(call.caller(), model)) {
            throw ServedModels.unknown(name);
        }
        call.model(model.id());
        call.json(wire(model).encode());
    }

    private static WireModel wire(RoutedModel model) {
        return WireModel.of(
                model.id(), model.createdAt().getEpochSecond(), OWNER, model.route().base());
    }
}
