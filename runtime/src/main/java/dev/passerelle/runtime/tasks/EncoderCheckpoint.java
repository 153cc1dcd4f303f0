package dev.passerelle.runtime.tasks;

import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the headers of an embedding model tell, without it being loaded.
public final class EncoderCheckpoint {

    private static final long BASE = 8L << 20;

    /// Memory of a tokenizer for each byte of `tokenizer.json`.
    private static final long TOKENIZER_FACTOR = 12;

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

    /// Weights as the graph's initializers hold them; a base and the tokenizer; and for the largest
    /// batch four tensors of attention scores and the activations of a layer. Fitted to
    /// `MemoryBench` on bge-small-en-v1.5.
    ///
    /// @throws IllegalArgumentException naming what is missing or can't be honoured
    public static MemoryEstimate estimate(Path checkpoint, EmbedderOptions options) {
        EncoderFiles files = EncoderFiles.read(checkpoint);
        long tokens = Math.max(options.maxBatchTokens(), files.contextLength());
        long scores = 4L * files.heads() * files.contextLength();
        long activations = 6L * files.intermediate() + 12L * files.dimensions();
        long tokenizer = TOKENIZER_FACTOR * files.tokenizer().toFile().length();
        return new MemoryEstimate(
                OnnxInitializers.read(files.graph()).bytes(),
                0,
                BASE + tokenizer + Float.BYTES * tokens * (scores + activations));
    }
}
