package dev.passerelle.gateway.backend;

import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.LoadedModel;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;
import dev.passerelle.runtime.loading.LoadPhase;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What inspects and loads checkpoints. Every method throws a `RuntimeException` with a message for
/// operators if the checkpoint is incomplete, damaged or of an unknown kind.
public interface ModelRuntime {

    /// What a checkpoint is, from its headers alone.
    ModelFacts facts(Path checkpoint);

    /// What it would take when loaded with these options.
    MemoryEstimate estimate(Path checkpoint, EngineOptions options);

    /// Loads it and warms it up; an interrupt ends that early where the work allows it.
    LoadedModel load(Path checkpoint, EngineOptions options, Consumer<LoadPhase> progress);

    /// What a checkpoint with a LoRA adapter is.
    default ModelFacts facts(Path checkpoint, @Nullable Path adapter) {
        requireNone(adapter);
        return facts(checkpoint);
    }

    /// What a checkpoint with a LoRA adapter would take.
    default MemoryEstimate estimate(
            Path checkpoint, @Nullable Path adapter, EngineOptions options) {
        requireNone(adapter);
        return estimate(checkpoint, options);
    }

    /// Loads a checkpoint with a LoRA adapter.
    default LoadedModel load(
            Path checkpoint,
            @Nullable Path adapter,
            EngineOptions options,
            Consumer<LoadPhase> progress) {
        requireNone(adapter);
        return load(checkpoint, options, progress);
    }

    private static void requireNone(@Nullable Path adapter) {
        if (adapter != null) {
            throw new UnsupportedOperationException("this runtime merges no adapters");
        }
    }
}
