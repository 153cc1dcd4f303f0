package dev.passerelle.runtime.importer;

import dev.passerelle.runtime.ModelFacts;
import dev.passerelle.runtime.importer.graph.DecoderGraph;
import dev.passerelle.runtime.importer.weights.ElementType;
import dev.passerelle.runtime.importer.weights.StoredTensor;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the headers of a text generation checkpoint tell, without its weights being read.
public final class DecoderCheckpoint {

    private DecoderCheckpoint() {}

    /// The GGUF file of a checkpoint, the first of several parts; none where it is safetensors.
    ///
    /// @throws CheckpointException if there is no checkpoint
    public static Optional<Path> gguf(Path path) {
        CheckpointFiles files = CheckpointFiles.of(path);
        return files.format() == CheckpointFiles.Format.GGUF
                ? Optional.of(files.weights())
                : Optional.empty();
    }

    /// @param adapter the directory of the adapter that is merged into it, if one is
    /// @param chat whether it has a chat template
    /// @throws CheckpointException if it can't be imported
    public static ModelFacts facts(Path path, @Nullable Path adapter, boolean chat) {
        try (Checkpoint checkpoint = Checkpoint.open(CheckpointFiles.of(path, adapter))) {
            Map<ElementType, Long> formats = new EnumMap<>(ElementType.class);
            for (StoredTensor tensor : checkpoint.model().weights().all()) {
                formats.merge(tensor.type(), tensor.rows() * tensor.columns(), Long::sum);
            }
            return new ModelFacts(
                    ModelFacts.Task.TEXT_GENERATION,
                    checkpoint.model().family().modelType(),
                    formats.values().stream().mapToLong(Long::longValue).sum(),
                    checkpoint.model().config().contextLength(),
                    dominant(formats).name(),
                    0,
                    chat);
        }
    }

    /// What an import with those settings would produce.
    ///
    /// @throws CheckpointException if it can't be imported
    public static ImportPlan plan(Path path, @Nullable Path adapter, ImportSettings settings) {
        try (Checkpoint checkpoint = Checkpoint.open(CheckpointFiles.of(path, adapter))) {
            return new ImportPlan(
                    checkpoint.model().config(), DecoderGraph.size(checkpoint.model(), settings));
        }
    }

    private static ElementType dominant(Map<ElementType, Long> formats) {
        return formats.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }
}
