package dev.passerelle.gateway.config;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes a checked record of `cache`.
final class CacheCompiler {
    private final Settings settings;

    CacheCompiler(Settings settings) {
        this.settings = settings;
    }

    /// @param models those that run here
    CacheConfig compile(List<ModelConfig> models) {
        Optional<Long> size = settings.find(CacheKeys.MAX_SIZE);
        if (size.isEmpty()) {
            if (!settings.placeOf("cache").equals(Settings.DEFAULT)) {
                throw settings.missing(
                        "cache",
                        CacheKeys.MAX_SIZE.name(),
                        "the section's other keys are of no use without it");
            }
            return CacheConfig.NONE;
        }
        return new CacheConfig(
                size.get(),
                settings.get(CacheKeys.TTL),
                settings.get(CacheKeys.CHARGE_TOKENS),
                settings.find(CacheKeys.REDIS_URL).orElse(null),
                semantic(models));
    }

    private CacheConfig.@Nullable Semantic semantic(List<ModelConfig> models) {
        Optional<String> model = settings.find(CacheKeys.SEMANTIC_MODEL);
        if (model.isEmpty()) {
            if (!settings.placeOf("cache.semantic").equals(Settings.DEFAULT)) {
                throw settings.missing(
                        "cache.semantic",
                        CacheKeys.SEMANTIC_MODEL.name(),
                        "the section's other keys are of no use without it");
            }
            return null;
        }
        if (models.stream().noneMatch(local -> local.id().equals(model.get()))) {
            throw settings.wrong(
                    CacheKeys.SEMANTIC_MODEL.name(),
                    "is '%s', but no model of that id runs here; name one that has a source"
                            .formatted(model.get()));
        }
        return new CacheConfig.Semantic(
                model.get(),
                settings.get(CacheKeys.SEMANTIC_THRESHOLD),
                settings.get(CacheKeys.SEMANTIC_MAX_ENTRIES));
    }
}
