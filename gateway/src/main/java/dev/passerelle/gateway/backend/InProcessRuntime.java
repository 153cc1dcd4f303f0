package dev.passerelle.gateway.backend;

import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.LoadedModel;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;
import dev.passerelle.runtime.loading.LocalRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// The runtime of this process.
public final class InProcessRuntime implements ModelRuntime {
    private final LocalRuntime runtime;

    /// @param importDirectory where imported graphs are kept between starts
    public InProcessRuntime(Path importDirectory) {
        runtime = new LocalRuntime(importDirectory);
    }

    @Override
    public ModelFacts facts(Path checkpoint) {
        boolean embeds = Files.exists(checkpoint.resolve("modules.json"));
        return new ModelFacts(
                embeds ? ModelFacts.Task.EMBEDDING : ModelFacts.Task.TEXT_GENERATION,
                "unknown",
                0,
                0,
                "unknown",
                0,
                false);
    }

    @Override
    public MemoryEstimate estimate(Path checkpoint, EngineOptions options) {
        return new MemoryEstimate(0, 0, 0);
    }

    @Override
    public LoadedModel load(Path checkpoint, EngineOptions options, Consumer<ModelState> progress) {
        progress.accept(new ModelState.Importing());
        return runtime.load(checkpoint, options);
    }

    @Override
    public boolean healthy(LoadedModel model) {
        return true;
    }
}
