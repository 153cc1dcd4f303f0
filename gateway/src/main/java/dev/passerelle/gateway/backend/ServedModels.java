package dev.passerelle.gateway.backend;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.openai.ApiException.ModelNotFound;
import dev.passerelle.gateway.openai.ApiException.ModelUnavailable;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.runtime.Embedder;
import dev.passerelle.runtime.TextGenerator;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The models clients may name, by id or alias.
public final class ServedModels {
    private static final int LONGEST_NAME_SHOWN = 128;

    private final List<ServedModel> models;
    private final Map<String, ServedModel> byName = new HashMap<>();

    /// @throws IllegalArgumentException if two have the same id or alias
    public ServedModels(Collection<ServedModel> models) {
        this.models = List.copyOf(models);
        for (ServedModel model : models) {
            name(model.id(), model);
            model.config().aliases().forEach(alias -> name(alias, model));
        }
    }

    private void name(String name, ServedModel model) {
        if (byName.putIfAbsent(name, model) != null) {
            throw new IllegalArgumentException(
                    "Two models have the id or alias '%s': give each its own.".formatted(name));
        }
    }

    /// In the order of the configuration.
    public List<ServedModel> all() {
        return models;
    }

    /// What is known of each now, in the same order.
    public List<ModelStatus> statuses() {
        return models.stream().map(ServedModel::status).toList();
    }

    /// Whether requests should be sent here: each model that loads at start has been tried, and one
    /// model at least works. A broken model doesn't take the others out of rotation.
    public boolean areReady() {
        return models.stream().allMatch(ServedModel::isSettled)
                && (models.isEmpty() || models.stream().anyMatch(ServedModel::works));
    }

    /// Whom all models tell what happens to them.
    public void listener(LifecycleListener listener) {
        models.forEach(model -> model.listener(listener));
    }

    /// Who reads the files of each model, told its id, before requests see them.
    public void reader(BiConsumer<String, Snapshot> reader) {
        models.forEach(model -> model.reader(snapshot -> reader.accept(model.id(), snapshot)));
    }

    public @Nullable ServedModel find(String name) {
        return byName.get(name);
    }

    /// @throws ModelNotFound if there is none of this id or alias
    public ServedModel get(String name) {
        ServedModel model = byName.get(name);
        if (model == null) {
            throw unknown(name);
        }
        return model;
    }

    /// What is said of a name that no model has, or none the caller may know of.
    public static ModelNotFound unknown(String name) {
        return new ModelNotFound(
                "The model '%s' does not exist. GET /v1/models lists those that do."
                        .formatted(shown(name)));
    }

    /// What is said of a name that would be an adapter's.
    ///
    /// @param adapted the models of that base's adapters
    public static ModelNotFound unknownAdapter(String name, String base, List<String> adapted) {
        return new ModelNotFound(
                "The model '%s' does not exist: %s."
                        .formatted(
                                shown(name),
                                adapted.isEmpty()
                                        ? "'%s' has no adapters".formatted(base)
                                        : "with adapters of '%s' there are %s"
                                                .formatted(base, String.join(", ", adapted))));
    }

    /// @throws ModelUnavailable if it isn't loaded; an idle one begins to load
    /// @throws InvalidRequest if it is another kind of model
    public ModelLease<TextGenerator> generator(String name) {
        ServedModel served = get(name);
        Version version = served.acquire();
        return switch (version.model()) {
            case TextGenerator generator -> new ModelLease<>(served, generator, version);
            case Embedder _ -> {
                version.release();
                throw wrongKind(name, "makes embeddings: use /v1/embeddings");
            }
        };
    }

    /// @throws ModelUnavailable if it isn't loaded; an idle one begins to load
    /// @throws InvalidRequest if it is another kind of model
    public ModelLease<Embedder> embedder(String name) {
        ServedModel served = get(name);
        Version version = served.acquire();
        return switch (version.model()) {
            case Embedder embedder -> new ModelLease<>(served, embedder, version);
            case TextGenerator _ -> {
                version.release();
                throw wrongKind(
                        name, "generates text: use /v1/chat/completions or /v1/completions");
            }
        };
    }

    private static InvalidRequest wrongKind(String name, String what) {
        return new InvalidRequest(
                "The model '%s' %s.".formatted(name, what), "model", "unsupported_model");
    }

    private static String shown(String name) {
        return name.length() <= LONGEST_NAME_SHOWN
                ? name
                : name.substring(0, LONGEST_NAME_SHOWN) + "…";
    }
}
