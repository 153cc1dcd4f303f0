package dev.passerelle.gateway.backend;

import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.LoadedModel;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;
import dev.passerelle.runtime.loading.LoadPhase;
import dev.passerelle.runtime.loading.LocalRuntime;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The runtime of this process.
public final class InProcessRuntime implements ModelRuntime {
    private final LocalRuntime runtime;

    /// @param importDirectory where imported graphs are kept between starts
    public InProcessRuntime(Path importDirectory) {
        runtime = new LocalRuntime(importDirectory);
    }

    @Override
    public ModelFacts facts(Path checkpoint) {
        return runtime.facts(checkpoint);
    }

    @Override
    public MemoryEstimate estimate(Path checkpoint, EngineOptions options) {
        return runtime.estimate(checkpoint, options);
    }

    @Override
    public LoadedModel load(Path checkpoint, EngineOptions options, Consumer<LoadPhase> progress) {
        return runtime.load(checkpoint, options, progress);
    }

    @Override
    public ModelFacts facts(Path checkpoint, @Nullable Path adapter) {
        return runtime.facts(checkpoint, adapter);
    }

    @Override
    public MemoryEstimate estimate(Path checkpoint, @Nullable Path adapter, EngineOptions options) {
        return runtime.estimate(checkpoint, adapter, options);
    }

    @Override
    public LoadedModel load(
            Path checkpoint,
            @Nullable Path adapter,
            EngineOptions options,
            Consumer<LoadPhase> progress) {
        return runtime.load(checkpoint, adapter, options, progress);
    }
}
