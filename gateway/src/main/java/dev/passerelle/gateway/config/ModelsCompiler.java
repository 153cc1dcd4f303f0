package dev.passerelle.gateway.config;

import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.runtime.EngineOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes checked records of `models`.
final class ModelsCompiler {
    private static final List<ModelSource> BUNDLED =
            List.of(
                    new ModelSource.Bundled("SmolLM2-135M-Instruct"),
                    new ModelSource.Bundled("bge-small-en-v1.5"));

    private final Settings settings;
    private final SecretFiles files;
    private final LimitsCompiler limits;
    private final RoutingCompiler routing;
    private final LocalModelCompiler locals;
    private final AdaptersCompiler adapters;

    ModelsCompiler(Settings settings, SecretFiles files) {
        this.settings = settings;
        this.files = files;
        this.limits = new LimitsCompiler(settings);
        this.routing = new RoutingCompiler(settings);
        this.locals = new LocalModelCompiler(settings);
        this.adapters = new AdaptersCompiler(settings, files.directory());
    }

    Models compile() {
        List<Integer> indexes = settings.entries("models");
        if (indexes.isEmpty()) {
            return bundled();
        }
        List<Named> named = indexes.stream().map(this::named).toList();
        ModelNames names = new ModelNames(settings);
        named.forEach(model -> names.add(model.index(), model.id(), model.aliases()));
        List<ModelConfig> here = new ArrayList<>();
        List<ModelRoute> routes = new ArrayList<>();
        for (Named model : named) {
            Optional<ModelConfig> local = local(model);
            local.ifPresent(here::add);
            routes.add(route(model, local, names));
            for (ModelConfig adapted : adapters.compile(model.index(), local, names)) {
                here.add(adapted);
                routes.add(ModelRoute.of(adapted));
            }
        }
        return new Models(here, routes);
    }

    private static Models bundled() {
        List<ModelConfig> models =
                BUNDLED.stream()
                        .map(source ->
                                new ModelConfig(source.defaultId(), source, EngineOptions.DEFAULT))
                        .toList();
        return new Models(models, models.stream().map(ModelRoute::of).toList());
    }

    private Named named(int index) {
        Optional<ModelSource> source = source(index);
        String entry = "models[" + index + "]";
        if (source.isEmpty() && settings.entries(entry + ".deployments").isEmpty()) {
            throw settings.missing(
                    entry,
                    ModelKeys.MODEL_SOURCE.at(index),
                    "use %s; or give %s.deployments".formatted(ModelSource.FORMS, entry));
        }
        String id =
                settings.find(ModelKeys.MODEL_ID, index)
                        .or(() -> source.map(ModelSource::defaultId))
                        .orElseThrow(() ->
                                settings.missing(
                                        entry,
                                        ModelKeys.MODEL_ID.at(index),
                                        "a model without a source needs a name"));
        List<String> aliases = settings.find(ModelKeys.MODEL_ALIASES, index).orElse(List.of());
        return new Named(index, id, aliases, source);
    }

    private Optional<ModelSource> source(int index) {
        Optional<String> text = settings.find(ModelKeys.MODEL_SOURCE, index);
        try {
            return text.map(source -> ModelSource.parse(source, files.directory()));
        } catch (ModelSourceException e) {
            String path = ModelKeys.MODEL_SOURCE.at(index);
            throw new ConfigException(
                    "%s: %s: %s".formatted(settings.place(path), path, e.getMessage()), e);
        }
    }

    private Optional<ModelConfig> local(Named model) {
        if (model.source().isEmpty()) {
            locals.checkNoneGiven(model.index());
        }
        return model.source()
                .map(source -> locals.compile(model.index(), model.id(), model.aliases(), source));
    }

    private ModelRoute route(Named model, Optional<ModelConfig> local, ModelNames names) {
        int index = model.index();
        DeploymentsCompiler deployments = new DeploymentsCompiler(settings, files, index);
        int weight = settings.get(ModelKeys.WEIGHT, index);
        return new ModelRoute(
                model.id(),
                model.aliases(),
                ModelKeys.PRICE.find(settings, index),
                limits.of(ModelKeys.LIMITS, index),
                routing.of(index, model.id(), names),
                deployments.compile(
                        model.id(),
                        local.map(config -> DeploymentConfig.Local.of(config, weight))
                                .orElse(null)));
    }

    /// An entry of which the names are known.
    private record Named(
            int index, String id, List<String> aliases, Optional<ModelSource> source) {}
}
