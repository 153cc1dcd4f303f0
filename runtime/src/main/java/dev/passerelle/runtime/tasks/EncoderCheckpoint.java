package dev.passerelle.runtime.tasks;

import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the headers of an embedding model tell, without it being loaded.
public final class EncoderCheckpoint {

    private EncoderCheckpoint() {}

    /// Whether a checkpoint is an encoder: an ONNX graph, or a directory in the layout of
    /// sentence-transformers (`modules.json`).
    public static boolean isAt(Path checkpoint) {
        return EncoderFiles.isGraph(checkpoint) || Files.exists(checkpoint.resolve("modules.json"));
    }

    /// @throws IllegalArgumentException naming what is missing or can't be honoured
    public static ModelFacts facts(Path checkpoint) {
        EncoderFiles files = EncoderFiles.read(checkpoint);
        OnnxInitializers initializers = OnnxInitializers.read(files.graph());
        return new ModelFacts(
                ModelFacts.Task.EMBEDDING,
                files.architecture(),
                initializers.parameters(),
                files.contextLength(),
                initializers.format(),
                files.dimensions(),
                false);
    }

    /// @throws IllegalArgumentException naming what is missing or can't be honoured
    public static MemoryEstimate estimate(Path checkpoint, EmbedderOptions options) {
        EncoderFiles files = EncoderFiles.read(checkpoint);
        return new MemoryEstimate(OnnxInitializers.read(files.graph()).bytes(), 0, 64L << 20);
    }
}
