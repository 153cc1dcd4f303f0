package dev.passerelle.gateway.backend;

import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.LoadedModel;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;
import java.nio.file.Path;
import java.util.function.Consumer;

/// What inspects and loads checkpoints. Every method throws a `RuntimeException` with a message for
/// operators if the checkpoint is incomplete, damaged or of an unknown kind.
public interface ModelRuntime {

    /// What a checkpoint is, from its headers alone.
    ModelFacts facts(Path checkpoint);

    /// What it would take when loaded with these options.
    MemoryEstimate estimate(Path checkpoint, EngineOptions options);

    /// Loads it and warms it up; an interrupt ends that early where the work allows it.
    ///
    /// @param progress told when importing and when loading begins
    LoadedModel load(Path checkpoint, EngineOptions options, Consumer<ModelState> progress);

    /// Whether a loaded model still works; one that doesn't never will again.
    boolean healthy(LoadedModel model);
}
