package dev.passerelle.runtime.importer;

import dev.passerelle.runtime.importer.cache.ImportCache;
import dev.passerelle.runtime.importer.family.DecoderConfig;
import dev.passerelle.runtime.importer.graph.DecoderGraph;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Imports checkpoints, safetensors or GGUF, as ONNX graphs, and keeps the results on disk.
public final class CheckpointImporter {

    /// Raised whenever the same checkpoint and settings would give another graph or data.
    private static final int FORMAT_VERSION = 8;

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointImporter.class);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path cacheDirectory;

    /// @param cacheDirectory where imports are kept; made when missing
    public CheckpointImporter(Path cacheDirectory) {
        this.cacheDirectory = cacheDirectory;
    }

    /// The import of a checkpoint, made now unless the cache has it, sound and for the same content
    /// and settings.
    ///
    /// @param checkpoint a directory with `config.json` and safetensors (one file, or shards with
    ///   their index) or with one `.gguf` file, or a `.gguf` file
    /// @throws CheckpointException if the checkpoint can't be imported; the message names file,
    ///   tensor and reason
    public ImportedModel importCheckpoint(Path checkpoint, ImportSettings settings) {
        return importCheckpoint(checkpoint, settings, () -> {});
    }

    /// The same; `building` runs before an import is made, and not where the cache has it.
    public ImportedModel importCheckpoint(
            Path checkpoint, ImportSettings settings, Runnable building) {
        return importCheckpoint(checkpoint, null, settings, building);
    }

    /// The same with a LoRA adapter merged into it.
    ///
    /// @param adapter a directory as PEFT saves it; null for the checkpoint alone
    public ImportedModel importCheckpoint(
            Path checkpoint, @Nullable Path adapter, ImportSettings settings, Runnable building) {
        CheckpointFiles files = CheckpointFiles.of(checkpoint, adapter);
        String label = FORMAT_VERSION + " " + settings;
        String digest = ContentDigest.of(files, label).substring(0, 32);
        try {
            ImportCache.Entry entry =
                    new ImportCache(cacheDirectory)
                            .entry(
                                    digest,
                                    directory -> {
                                        building.run();
                                        return build(files, settings, directory);
                                    });
            return new ImportedModel(
                    entry.directory().resolve(DecoderGraph.GRAPH),
                    MAPPER.readValue(entry.content(), DecoderShape.class));
        } catch (IOException | JacksonException e) {
            throw new CheckpointException(
                    checkpoint,
                    "can't be imported into %s: %s".formatted(cacheDirectory, e.getMessage()),
                    e);
        }
    }

    private static String build(CheckpointFiles files, ImportSettings settings, Path directory)
            throws IOException {
        long start = System.nanoTime();
        try (Checkpoint checkpoint = Checkpoint.open(files)) {
            long bytes = DecoderGraph.write(checkpoint.model(), settings, directory);
            LOG.info(
                    "imported {}{} as {} in {} ms, {} MB of weights",
                    files.weights(),
                    files.adapter() == null ? "" : " with the adapter " + files.adapter(),
                    settings,
                    (System.nanoTime() - start) / 1_000_000,
                    bytes / 1_000_000);
            return MAPPER.writeValueAsString(shape(checkpoint, bytes));
        }
    }

    private static DecoderShape shape(Checkpoint checkpoint, long weightBytes) {
        DecoderConfig config = checkpoint.model().config();
        return new DecoderShape(
                checkpoint.model().family().modelType(),
                config.layers(),
                config.kvHeads(),
                config.headDim(),
                config.vocabulary(),
                config.contextLength(),
                checkpoint.eosTokens(),
                weightBytes);
    }
}
