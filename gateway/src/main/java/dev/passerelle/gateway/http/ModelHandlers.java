package dev.passerelle.gateway.http;

import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.openai.WireModel;

/// The list of models a caller may use, and one of them. A model that is still loading is listed
/// too.
record ModelHandlers(ServedModels models) {

    void list(Call call) {
        call.json(
                WireModel.encode(
                        models.all().stream()
                                .filter(model -> Permissions.allows(call.caller(), model.config()))
                                .map(ModelHandlers::wire)
                                .toList()));
    }

    void one(Call call) {
        String path = call.request().path().path();
        String name = path.substring(Endpoint.MODELS.path().length() + 1);
        ServedModel model = models.get(name);
        if (!Permissions.allows(call.caller(), model.config())) {
            throw ServedModels.unknown(name);
        }
        call.model(model.id());
        call.json(wire(model).encode());
    }

    private static WireModel wire(ServedModel model) {
        return WireModel.of(model.id(), model.createdAt().getEpochSecond(), model.ownedBy());
    }
}
