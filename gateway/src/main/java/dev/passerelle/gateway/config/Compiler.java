package dev.passerelle.gateway.config;

import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.runtime.EngineOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.stream.IntStream;

/// Makes checked records of settings.
final class Compiler {

    private static final List<ModelSource> BUNDLED =
            List.of(
                    new ModelSource.Bundled("SmolLM2-135M-Instruct"),
                    new ModelSource.Bundled("bge-small-en-v1.5"));

    private final Settings settings;
    private final Path directory;

    /// @param directory what relative paths start from
    Compiler(Settings settings, Path directory) {
        this.settings = settings;
        this.directory = directory;
    }

    GatewayConfig compile() {
        settings.get(ConfigKeys.ADMISSION_MODE);
        return new GatewayConfig(server(), null, models());
    }

    private ServerConfig server() {
        try {
            return new ServerConfig(
                    settings.get(ConfigKeys.SERVER_HOST),
                    settings.get(ConfigKeys.SERVER_PORT),
                    settings.get(ConfigKeys.SERVER_MAX_BODY),
                    settings.get(ConfigKeys.SERVER_DRAIN_TIMEOUT),
                    settings.get(ConfigKeys.SERVER_ALLOW_OPEN_NETWORK));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "%s: %s"
                            .formatted(
                                    settings.place(ConfigKeys.SERVER_HOST.name()), e.getMessage()),
                    e);
        }
    }

    private List<ModelConfig> models() {
        NavigableSet<Integer> indexes = settings.models();
        if (indexes.isEmpty()) {
            return BUNDLED.stream()
                    .map(source ->
                            new ModelConfig(source.defaultId(), source, EngineOptions.DEFAULT))
                    .toList();
        }
        if (indexes.last() != indexes.size() - 1) {
            throw new ConfigException(
                    "models[%d] is given, but one before it is not".formatted(indexes.last()));
        }
        List<ModelConfig> models = indexes.stream().map(this::model).toList();
        IntStream.range(0, models.size()).forEach(index -> checkUnique(models, index));
        return models;
    }

    private ModelConfig model(int index) {
        ModelSource source = source(index);
        return new ModelConfig(
                settings.find(ConfigKeys.MODEL_ID, index).orElseGet(source::defaultId),
                source,
                engine(index));
    }

    private ModelSource source(int index) {
        String path = ConfigKeys.MODEL_SOURCE.at(index);
        String text =
                settings.find(ConfigKeys.MODEL_SOURCE, index)
                        .orElseThrow(() ->
                                new ConfigException(
                                        "%s: %s is missing; use %s"
                                                .formatted(
                                                        settings.placeOfModel(index),
                                                        path,
                                                        ModelSource.FORMS)));
        try {
            return ModelSource.parse(text, directory);
        } catch (ModelSourceException e) {
            throw new ConfigException(
                    "%s: %s: %s".formatted(settings.place(path), path, e.getMessage()), e);
        }
    }

    private EngineOptions engine(int index) {
        settings.get(ConfigKeys.ENGINE_DEVICE, index);
        return new EngineOptions(
                settings.get(ConfigKeys.ENGINE_SLOTS, index),
                settings.get(ConfigKeys.ENGINE_MAX_LENGTH, index),
                settings.get(ConfigKeys.ENGINE_QUEUE_LENGTH, index),
                settings.get(ConfigKeys.ENGINE_PREFILL_CHUNK, index),
                settings.get(ConfigKeys.ENGINE_THREADS, index),
                settings.get(ConfigKeys.ENGINE_PRECISION, index));
    }

    private void checkUnique(List<ModelConfig> models, int index) {
        String id = models.get(index).id();
        List<String> earlier = models.subList(0, index).stream().map(ModelConfig::id).toList();
        if (earlier.contains(id)) {
            throw new ConfigException(
                    "%s: models[%d].id is '%s', which models[%d] has already"
                            .formatted(
                                    settings.place(ConfigKeys.MODEL_ID.at(index)),
                                    index,
                                    id,
                                    earlier.indexOf(id)));
        }
    }
}
