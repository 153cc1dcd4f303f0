package dev.passerelle.gateway.reload;

import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.runtime.EngineOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How the models that run here differ from those that are wanted to.
final class LocalChanges {
    private final Map<String, ModelConfig> running;
    private final Map<String, ModelConfig> wanted;

    LocalChanges(List<ModelConfig> running, List<ModelConfig> wanted) {
        this.running = byId(running);
        this.wanted = byId(wanted);
    }

    private static Map<String, ModelConfig> byId(List<ModelConfig> models) {
        Map<String, ModelConfig> byId = new LinkedHashMap<>();
        models.forEach(model -> byId.put(model.id(), model));
        return byId;
    }

    /// The keys of which the new values wait for a restart.
    Stream<String> keys() {
        return Stream.concat(running.keySet().stream(), wanted.keySet().stream())
                .distinct()
                .flatMap(id -> keys(id, running.get(id), wanted.get(id)));
    }

    private static Stream<String> keys(
            String id, @Nullable ModelConfig runs, @Nullable ModelConfig wants) {
        String entry = "models[" + id + "].";
        if (runs == null || wants == null) {
            return Stream.of(entry + "source");
        }
        Map<String, Object> before = fixed(runs);
        Map<String, Object> after = fixed(wants);
        return before.keySet().stream()
                .filter(key -> !Objects.equals(before.get(key), after.get(key)))
                .map(key -> entry + key);
    }

    /// What stays, by key.
    private static Map<String, Object> fixed(ModelConfig model) {
        EngineOptions engine = model.engine();
        Map<String, Object> fixed = new LinkedHashMap<>();
        fixed.put("source", model.source());
        fixed.put("load", model.load());
        fixed.put("pinned", model.pinned());
        fixed.put("refresh", String.valueOf(model.refresh()));
        fixed.put("engine.slots", List.of(engine.slots(), model.slotsGiven()));
        fixed.put("engine.max-length", engine.maxLength());
        fixed.put("engine.queue-length", engine.queueLength());
        fixed.put("engine.queue-deadline", engine.queueDeadline());
        fixed.put("engine.prefill-chunk", engine.prefillChunk());
        fixed.put("engine.threads", engine.threads());
        fixed.put("engine.precision", engine.precision());
        fixed.put("engine.device", engine.device());
        fixed.put("engine.prefix-cache", engine.prefixCaching().bytes());
        fixed.put("engine.prefix-cache-per-project", engine.prefixCaching().perProject());
        fixed.put("engine.speculation", engine.speculation().tokens());
        fixed.put("engine.speculation-rows", engine.speculation().rows());
        fixed.put("engine.kv-precision", engine.kvPrecision());
        return fixed;
    }

    /// The models that run, described as wanted.
    List<ModelConfig> described() {
        return running.values().stream()
                .map(model -> described(model, wanted.get(model.id())))
                .toList();
    }

    private static ModelConfig described(ModelConfig runs, @Nullable ModelConfig wants) {
        return wants == null
                ? runs
                : new ModelConfig(
                        runs.id(),
                        wants.aliases(),
                        runs.source(),
                        runs.engine(),
                        runs.slotsGiven(),
                        runs.load(),
                        runs.pinned(),
                        runs.refresh(),
                        wants.region(),
                        wants.price(),
                        wants.limits(),
                        runs.base());
    }
}
