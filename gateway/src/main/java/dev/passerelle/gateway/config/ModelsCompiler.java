package dev.passerelle.gateway.config;

import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.runtime.EngineOptions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Makes checked records of `models`.
final class ModelsCompiler {

    private static final List<ModelSource> BUNDLED =
            List.of(
                    new ModelSource.Bundled("SmolLM2-135M-Instruct"),
                    new ModelSource.Bundled("bge-small-en-v1.5"));

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private final Settings settings;
    private final Path directory;
    private final LimitsCompiler limits;

    /// @param directory what relative paths start from
    ModelsCompiler(Settings settings, Path directory) {
        this.settings = settings;
        this.directory = directory;
        this.limits = new LimitsCompiler(settings);
    }

    List<ModelConfig> compile() {
        List<Integer> indexes = settings.entries("models");
        if (indexes.isEmpty()) {
            return BUNDLED.stream()
                    .map(source ->
                            new ModelConfig(source.defaultId(), source, EngineOptions.DEFAULT))
                    .toList();
        }
        List<ModelConfig> models = indexes.stream().map(this::model).toList();
        ModelNames names = new ModelNames(settings);
        IntStream.range(0, models.size()).forEach(index -> names.add(index, models.get(index)));
        return models;
    }

    private ModelConfig model(int index) {
        ModelSource source = source(index);
        return new ModelConfig(
                settings.find(ModelKeys.MODEL_ID, index).orElseGet(source::defaultId),
                settings.find(ModelKeys.MODEL_ALIASES, index).orElse(List.of()),
                source,
                engine(index),
                settings.find(ModelKeys.ENGINE_SLOTS, index).isPresent(),
                settings.get(ModelKeys.MODEL_LOAD, index),
                settings.get(ModelKeys.MODEL_PINNED, index),
                refresh(index, source),
                settings.find(ModelKeys.MODEL_REGION, index).orElse(null),
                price(index),
                limits.of(ModelKeys.LIMITS, index));
    }

    private @Nullable Duration refresh(int index, ModelSource source) {
        Optional<Duration> refresh = settings.find(ModelKeys.MODEL_REFRESH, index);
        if (refresh.isPresent() && !floats(source)) {
            String path = ModelKeys.MODEL_REFRESH.at(index);
            throw settings.wrong(
                    path,
                    "is given, but %s never moves; leave the key out, or name a branch or tag of a hub's repository"
                            .formatted(source));
        }
        return refresh.orElse(null);
    }

    /// Whether what the source names can become another commit.
    private static boolean floats(ModelSource source) {
        return source instanceof ModelSource.Hub hub
                && (hub.revision() == null || !COMMIT.matcher(hub.revision()).matches());
    }

    private @Nullable Price price(int index) {
        Optional<BigDecimal> prompt = settings.find(ModelKeys.PRICE_PROMPT, index);
        Optional<BigDecimal> completion = settings.find(ModelKeys.PRICE_COMPLETION, index);
        Optional<String> currency = settings.find(ModelKeys.PRICE_CURRENCY, index);
        if (prompt.isEmpty() && completion.isEmpty() && currency.isEmpty()) {
            return null;
        }
        return new Price(
                prompt.orElseThrow(() -> incomplete(index, ModelKeys.PRICE_PROMPT)),
                completion.orElse(BigDecimal.ZERO),
                currency.orElseThrow(() -> incomplete(index, ModelKeys.PRICE_CURRENCY)));
    }

    private ConfigException incomplete(int index, ConfigKey<?> missing) {
        return settings.missing(
                "models[" + index + "].price",
                missing.at(index),
                "a price needs " + missing.type().allowed());
    }

    private ModelSource source(int index) {
        String path = ModelKeys.MODEL_SOURCE.at(index);
        String text =
                settings.find(ModelKeys.MODEL_SOURCE, index)
                        .orElseThrow(() ->
                                settings.missing(
                                        "models[" + index + "]", path, "use " + ModelSource.FORMS));
        try {
            return ModelSource.parse(text, directory);
        } catch (ModelSourceException e) {
            throw new ConfigException(
                    "%s: %s: %s".formatted(settings.place(path), path, e.getMessage()), e);
        }
    }

    private EngineOptions engine(int index) {
        settings.get(ModelKeys.ENGINE_DEVICE, index);
        return new EngineOptions(
                settings.get(ModelKeys.ENGINE_SLOTS, index),
                settings.get(ModelKeys.ENGINE_MAX_LENGTH, index),
                settings.get(ModelKeys.ENGINE_QUEUE_LENGTH, index),
                settings.get(ModelKeys.ENGINE_QUEUE_DEADLINE, index),
                settings.get(ModelKeys.ENGINE_PREFILL_CHUNK, index),
                settings.get(ModelKeys.ENGINE_THREADS, index),
                settings.get(ModelKeys.ENGINE_PRECISION, index));
    }
}
