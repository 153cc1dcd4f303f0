package dev.passerelle.gateway.http;

import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.openai.WireModel;

/// The list of models, and one of them. A model that is still loading is listed too.
record ModelHandlers(ServedModels models) {

    void list(Call call) {
        call.json(WireModel.encode(models.all().stream().map(ModelHandlers::wire).toList()));
    }

    void one(Call call) {
        String path = call.request().path().path();
        ServedModel model = models.get(path.substring(Endpoint.MODELS.path().length() + 1));
        call.model(model.id());
        call.json(wire(model).encode());
    }

    private static WireModel wire(ServedModel model) {
        return WireModel.of(model.id(), model.createdAt().getEpochSecond(), model.ownedBy());
    }
}
