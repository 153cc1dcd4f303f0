package dev.passerelle.gateway.backend;

import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.registry.ModelRegistry;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.runtime.LoadedModel;
import dev.passerelle.runtime.loading.LocalRuntime;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/// The models that run in this process: loads them, and frees them.
public final class LocalModels implements AutoCloseable {

    private static final Logger LOG = System.getLogger(LocalModels.class.getName());

    /// Reading weights and preparing them are bound by different things, so that two overlap well;
    /// more would only take more memory.
    private static final int LOADED_AT_ONCE = 2;

    private static final String OWNER = "passerelle";

    private final LocalRuntime runtime;
    private final Map<ServedModel, Source> sources = new LinkedHashMap<>();

    private record Source(ModelConfig config, Snapshot snapshot) {}

    /// Finds the models' files; loads nothing yet.
    ///
    /// @param importDirectory where imported graphs are kept between starts
    /// @throws dev.passerelle.registry.ModelSourceException if a source leads to no model
    public LocalModels(
            List<ModelConfig> models,
            ModelRegistry registry,
            Path importDirectory,
            InstantSource clock) {
        runtime = new LocalRuntime(importDirectory);
        Instant now = clock.instant();
        for (ModelConfig model : models) {
            sources.put(
                    new ServedModel(model, now, OWNER),
                    new Source(model, registry.resolve(model.source())));
        }
    }

    public List<ServedModel> served() {
        return List.copyOf(sources.keySet());
    }

    /// Loads every model, some at a time. One that fails is marked so, and the others go on.
    public void load() {
        ThreadFactory threads = Thread.ofPlatform().name("load-", 0).factory();
        try (ExecutorService loaders = Executors.newFixedThreadPool(LOADED_AT_ONCE, threads)) {
            sources.forEach((model, source) -> loaders.execute(() -> load(model, source)));
        }
    }

    private void load(ServedModel model, Source source) {
        long start = System.nanoTime();
        try {
            model.ready(runtime.load(source.snapshot.checkpoint(), source.config.engine()));
            LOG.log(
                    Level.INFO,
                    "model {0} is ready after {1} ms",
                    model.id(),
                    Long.toString(Duration.ofNanos(System.nanoTime() - start).toMillis()));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "model " + model.id() + " can't be loaded", e);
            model.failed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        for (ServedModel model : sources.keySet()) {
            if (model.state() instanceof ModelState.Ready(LoadedModel loaded)) {
                loaded.close();
            }
        }
    }
}
