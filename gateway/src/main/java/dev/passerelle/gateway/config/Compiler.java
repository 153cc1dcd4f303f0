package dev.passerelle.gateway.config;

import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.runtime.EngineOptions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Makes checked records of settings.
final class Compiler {

    private static final List<ModelSource> BUNDLED =
            List.of(
                    new ModelSource.Bundled("SmolLM2-135M-Instruct"),
                    new ModelSource.Bundled("bge-small-en-v1.5"));

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private final Settings settings;
    private final Path directory;

    /// @param directory what relative paths start from
    Compiler(Settings settings, Path directory) {
        this.settings = settings;
        this.directory = directory;
    }

    GatewayConfig compile() {
        settings.get(ConfigKeys.ADMISSION_MODE);
        return new GatewayConfig(
                server(),
                AdmissionConfig.OPEN,
                LimitsConfig.NONE,
                StorageConfig.DEFAULT,
                memoryBudget(),
                models());
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
        ModelNames names = new ModelNames(settings);
        IntStream.range(0, models.size()).forEach(index -> names.add(index, models.get(index)));
        return models;
    }

    private ModelConfig model(int index) {
        ModelSource source = source(index);
        return new ModelConfig(
                settings.find(ConfigKeys.MODEL_ID, index).orElseGet(source::defaultId),
                settings.find(ConfigKeys.MODEL_ALIASES, index).orElse(List.of()),
                source,
                engine(index),
                settings.find(ConfigKeys.ENGINE_SLOTS, index).isPresent(),
                settings.get(ConfigKeys.MODEL_LOAD, index),
                settings.get(ConfigKeys.MODEL_PINNED, index),
                refresh(index, source),
                settings.find(ConfigKeys.MODEL_REGION, index).orElse(null),
                price(index),
                Limits.NONE);
    }

    private @Nullable Duration refresh(int index, ModelSource source) {
        Optional<Duration> refresh = settings.find(ConfigKeys.MODEL_REFRESH, index);
        if (refresh.isPresent() && !floats(source)) {
            String path = ConfigKeys.MODEL_REFRESH.at(index);
            throw new ConfigException(
                    "%s: %s is given, but %s never moves; leave the key out, or name a branch or tag of a hub's repository"
                            .formatted(settings.place(path), path, source));
        }
        return refresh.orElse(null);
    }

    /// Whether what the source names can become another commit.
    private static boolean floats(ModelSource source) {
        return source instanceof ModelSource.Hub hub
                && (hub.revision() == null || !COMMIT.matcher(hub.revision()).matches());
    }

    private @Nullable Price price(int index) {
        Optional<BigDecimal> prompt = settings.find(ConfigKeys.PRICE_PROMPT, index);
        Optional<BigDecimal> completion = settings.find(ConfigKeys.PRICE_COMPLETION, index);
        Optional<String> currency = settings.find(ConfigKeys.PRICE_CURRENCY, index);
        if (prompt.isEmpty() && completion.isEmpty() && currency.isEmpty()) {
            return null;
        }
        return new Price(
                prompt.orElseThrow(() -> incomplete(index, ConfigKeys.PRICE_PROMPT)),
                completion.orElse(BigDecimal.ZERO),
                currency.orElseThrow(() -> incomplete(index, ConfigKeys.PRICE_CURRENCY)));
    }

    private ConfigException incomplete(int index, ConfigKey<?> missing) {
        return new ConfigException(
                "%s: %s is missing; a price needs %s"
                        .formatted(
                                settings.placeOf("models[" + index + "].price"),
                                missing.at(index),
                                missing.type().allowed()));
    }

    private @Nullable Long memoryBudget() {
        return settings.find(ConfigKeys.MEMORY_BUDGET).orElse(null);
    }

    private ModelSource source(int index) {
        String path = ConfigKeys.MODEL_SOURCE.at(index);
        String text =
                settings.find(ConfigKeys.MODEL_SOURCE, index)
                        .orElseThrow(() ->
                                new ConfigException(
                                        "%s: %s is missing; use %s"
                                                .formatted(
                                                        settings.placeOf("models[" + index + "]"),
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
                settings.get(ConfigKeys.ENGINE_QUEUE_DEADLINE, index),
                settings.get(ConfigKeys.ENGINE_PREFILL_CHUNK, index),
                settings.get(ConfigKeys.ENGINE_THREADS, index),
                settings.get(ConfigKeys.ENGINE_PRECISION, index));
    }
}
