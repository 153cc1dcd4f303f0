package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.registry.ModelRegistry;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.registry.lock.Declaration;
import dev.passerelle.registry.lock.LockedModel;
import dev.passerelle.registry.lock.LockedSnapshots;
import dev.passerelle.registry.lock.Lockfile;
import dev.passerelle.runtime.importer.ImportSettings.Activations;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The configured models, and what the lockfile beside the configuration says of them.
///
/// @param models those that run here
/// @param routes all that is served, here or elsewhere
/// @param base what relative sources on the command line start from
/// @param lockfile where the lockfile is to be
/// @param locked its content; empty if there is none
record ModelSet(
        List<ModelConfig> models,
        List<ModelRoute> routes,
        Path base,
        Path lockfile,
        Optional<Lockfile> locked,
        ModelRegistry registry) {

    static ModelSet of(Surroundings surroundings, @Nullable Path config) {
        return of(surroundings, config, surroundings.config(config, Map.of()));
    }

    static ModelSet of(Surroundings surroundings, @Nullable Path config, GatewayConfig content) {
        Path lockfile = surroundings.lockfile(config);
        return new ModelSet(
                content.models(),
                content.routes(),
                surroundings.workingDirectory().toAbsolutePath(),
                lockfile,
                Lockfile.read(lockfile),
                surroundings.registry());
    }

    /// Snapshots of which those of configured hub sources are at the commit they were locked at.
    LockedSnapshots snapshots() {
        Map<String, LockedModel> entries = new TreeMap<>();
        for (ModelConfig model : models) {
            entry(model).ifPresent(entry -> entries.put(model.id(), entry));
        }
        return new LockedSnapshots(new ResolvedSnapshots(registry), Lockfile.of(entries));
    }

    /// A model's entry in the lockfile, if its source is still the same.
    Optional<LockedModel> entry(ModelConfig model) {
        return locked.flatMap(lock -> lock.find(model.id()))
                .filter(entry -> entry.source().equals(model.source()));
    }

    /// The configured models of some ids; of none, all.
    ///
    /// @throws ModelSourceException if there is no such model
    List<ModelConfig> select(List<String> ids) {
        return ids.isEmpty() ? models : ids.stream().distinct().map(this::model).toList();
    }

    /// What words on the command line mean: ids or sources; no words, all configured models.
    ///
    /// @throws ModelSourceException if one is neither
    List<Target> targets(List<String> words) {
        return words.isEmpty()
                ? models.stream().map(Target::of).toList()
                : words.stream().distinct().map(this::target).toList();
    }

    Target target(String word) {
        Optional<ModelConfig> configured = find(word);
        if (configured.isPresent()) {
            return Target.of(configured.get());
        }
        if (word.matches("(bundled|file|hf):.*")) {
            return new Target(null, ModelSource.parse(word, base));
        }
        throw unknown(word);
    }

    Optional<ModelConfig> find(String id) {
        return models.stream().filter(model -> model.id().equals(id)).findFirst();
    }

    List<Declaration> declarations() {
        return models.stream()
                .map(model -> new Declaration(model.id(), model.source(), settings(model)))
                .toList();
    }

    /// What of the configuration decides on the imported graph.
    static Map<String, String> settings(ModelConfig model) {
        return Map.of(
                "precision", model.engine().precision().id(),
                "activations", Activations.INT8.name().toLowerCase(Locale.ROOT));
    }

    private ModelConfig model(String id) {
        return find(id).orElseThrow(() -> unknown(id));
    }

    /// The route of a model that is served elsewhere only.
    Optional<ModelRoute> elsewhere(String id) {
        return routes.stream()
                .filter(route -> route.id().equals(id) && find(id).isEmpty())
                .findFirst();
    }

    private ModelSourceException unknown(String word) {
        String message =
                elsewhere(word).isPresent()
                        ? "the model '%s' is served elsewhere, by its deployments: it has no files here"
                                .formatted(word)
                        : "there is no model '%s'; there are %s"
                                .formatted(
                                        word,
                                        routes.stream()
                                                .map(ModelRoute::id)
                                                .collect(Collectors.joining(", ")));
        return new ModelSourceException(message);
    }
}
