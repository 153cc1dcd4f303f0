package dev.passerelle.gateway.config;

import dev.passerelle.registry.ModelSource;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.PrefixCaching;
import dev.passerelle.runtime.Speculation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes a checked record of an entry of `models` that runs here.
final class LocalModelCompiler {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private final Settings settings;

    LocalModelCompiler(Settings settings) {
        this.settings = settings;
    }

    ModelConfig compile(int index, String id, List<String> aliases, ModelSource source) {
        return new ModelConfig(
                id,
                aliases,
                source,
                engine(index),
                settings.find(ModelKeys.ENGINE_SLOTS, index).isPresent(),
                settings.get(ModelKeys.MODEL_LOAD, index),
                settings.get(ModelKeys.MODEL_PINNED, index),
                refresh(index, source),
                settings.find(ModelKeys.MODEL_REGION, index).orElse(null),
                ModelKeys.PRICE.find(settings, index),
                new LimitsCompiler(settings).of(ModelKeys.LIMITS, index));
    }

    /// Refuses what is of use only for models that run here.
    void checkNoneGiven(int index) {
        ModelKeys.LOCAL.stream()
                .filter(key -> settings.find(key, index).isPresent())
                .findFirst()
                .ifPresent(key -> {
                    throw settings.wrong(
                            key.at(index),
                            "is given, but the model has no source and doesn't run here; leave the key out");
                });
    }

    private @Nullable Duration refresh(int index, ModelSource source) {
        Optional<Duration> refresh = settings.find(ModelKeys.MODEL_REFRESH, index);
        if (refresh.isPresent() && !floats(source)) {
            throw settings.wrong(
                    ModelKeys.MODEL_REFRESH.at(index),
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

    private EngineOptions engine(int index) {
        return new EngineOptions(
                settings.get(ModelKeys.ENGINE_SLOTS, index),
                settings.get(ModelKeys.ENGINE_MAX_LENGTH, index),
                settings.get(ModelKeys.ENGINE_QUEUE_LENGTH, index),
                settings.get(ModelKeys.ENGINE_QUEUE_DEADLINE, index),
                settings.get(ModelKeys.ENGINE_PREFILL_CHUNK, index),
                settings.get(ModelKeys.ENGINE_THREADS, index),
                settings.get(ModelKeys.ENGINE_PRECISION, index),
                settings.get(ModelKeys.ENGINE_DEVICE, index),
                new PrefixCaching(
                        settings.get(ModelKeys.ENGINE_PREFIX_CACHE, index),
                        settings.get(ModelKeys.ENGINE_PREFIX_CACHE_PER_PROJECT, index)),
                new Speculation(
                        settings.get(ModelKeys.ENGINE_SPECULATION, index),
                        settings.get(ModelKeys.ENGINE_SPECULATION_ROWS, index)),
                settings.get(ModelKeys.ENGINE_KV_PRECISION, index));
    }
}
