package dev.passerelle.runtime.loading;

import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.LoadedModel;
import dev.passerelle.runtime.TextGenerator;
import dev.passerelle.runtime.engine.GenerationEngine;
import dev.passerelle.runtime.importer.CheckpointImporter;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.ImportSettings.Activations;
import dev.passerelle.runtime.importer.ImportedModel;
import dev.passerelle.runtime.tasks.EmbedderOptions;
import dev.passerelle.runtime.tasks.OnnxEmbedder;
import dev.passerelle.runtime.text.TextTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Loads models into this process.
public final class LocalRuntime {

    private final CheckpointImporter importer;

    /// @param importDirectory where imported graphs are kept between starts
    public LocalRuntime(Path importDirectory) {
        importer = new CheckpointImporter(importDirectory);
    }

    /// Loads a model directory for the task it was made for: one in the layout of
    /// sentence-transformers (`modules.json`) embeds, any other generates text.
    ///
    /// @throws RuntimeException with a message for operators if the directory is incomplete,
    ///   damaged or of an unknown kind
    public LoadedModel load(Path checkpoint, EngineOptions options) {
        if (Files.exists(checkpoint.resolve("modules.json"))) {
            return OnnxEmbedder.open(
                    checkpoint,
                    new EmbedderOptions(
                            options.threads(),
                            EmbedderOptions.DEFAULT.maxBatchTokens(),
                            options.queueLength()));
        }
        return generator(checkpoint, options);
    }

    private TextGenerator generator(Path checkpoint, EngineOptions options) {
        Path directory = Files.isDirectory(checkpoint) ? checkpoint : checkpoint.resolveSibling("");
        TextTokenizer tokenizer = TextTokenizer.open(directory);
        try {
            ImportedModel model =
                    importer.importCheckpoint(
                            checkpoint, new ImportSettings(options.precision(), Activations.INT8));
            return GenerationEngine.open(model, tokenizer, options);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }
}
