package dev.passerelle.gateway.backend;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.openai.ApiException.ModelNotFound;
import dev.passerelle.gateway.openai.ApiException.ModelUnavailable;
import dev.passerelle.runtime.Embedder;
import dev.passerelle.runtime.LoadedModel;
import dev.passerelle.runtime.TextGenerator;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The models clients may name.
public final class ServedModels {
    private static final Duration LOADING_RETRY = Duration.ofSeconds(5);
    private static final int LONGEST_NAME_SHOWN = 128;

    private final Map<String, ServedModel> byId = new LinkedHashMap<>();

    /// @throws IllegalArgumentException if two have the same id
    public ServedModels(Collection<ServedModel> models) {
        for (ServedModel model : models) {
            if (byId.putIfAbsent(model.id(), model) != null) {
                throw new IllegalArgumentException(
                        "Two models have the id '%s': give each its own.".formatted(model.id()));
            }
        }
    }

    /// In the order of the configuration.
    public List<ServedModel> all() {
        return List.copyOf(byId.values());
    }

    /// What is known of each now, in the same order.
    public List<ModelStatus> statuses() {
        return all().stream().map(ServedModel::status).toList();
    }

    public boolean allReady() {
        return byId.values().stream().allMatch(m -> m.state() instanceof ModelState.Ready);
    }

    public @Nullable ServedModel find(String id) {
        return byId.get(id);
    }

    /// @throws ModelNotFound if there is none of this id
    public ServedModel get(String id) {
        ServedModel model = byId.get(id);
        if (model == null) {
            throw new ModelNotFound(
                    "The model '%s' does not exist. GET /v1/models lists those that do."
                            .formatted(shown(id)));
        }
        return model;
    }

    /// @throws ModelUnavailable if it is still loading or failed to load
    /// @throws InvalidRequest if it is another kind of model
    public TextGenerator generator(String id) {
        return switch (loaded(id)) {
            case TextGenerator generator -> generator;
            case Embedder _ -> throw wrongKind(id, "makes embeddings: use /v1/embeddings");
        };
    }

    /// @throws ModelUnavailable if it is still loading or failed to load
    /// @throws InvalidRequest if it is another kind of model
    public Embedder embedder(String id) {
        return switch (loaded(id)) {
            case Embedder embedder -> embedder;
            case TextGenerator _ ->
                    throw wrongKind(
                            id, "generates text: use /v1/chat/completions or /v1/completions");
        };
    }

    private LoadedModel loaded(String id) {
        return switch (get(id).state()) {
            case ModelState.Ready(LoadedModel model) -> model;
            case ModelState.Failed(String reason) ->
                    throw new ModelUnavailable(
                            "The model '%s' could not be loaded: %s".formatted(id, reason), null);
            default ->
                    throw new ModelUnavailable(
                            "The model '%s' is still loading: try again shortly.".formatted(id),
                            LOADING_RETRY);
        };
    }

    private static InvalidRequest wrongKind(String id, String what) {
        return new InvalidRequest(
                "The model '%s' %s.".formatted(id, what), "model", "unsupported_model");
    }

    private static String shown(String id) {
        return id.length() <= LONGEST_NAME_SHOWN ? id : id.substring(0, LONGEST_NAME_SHOWN) + "…";
    }
}
