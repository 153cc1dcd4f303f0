package dev.passerelle.runtime.importer.export;

import dev.passerelle.runtime.Device;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.KvPrecision;
import dev.passerelle.runtime.ModelFacts;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.DecoderShape;
import java.nio.file.Path;

/// A decoder as ONNX graph, in the layout of optimum and transformers.js (`config.json`, and
/// `model.onnx` there or in `onnx/`) or in that of onnxruntime-genai (`genai_config.json`).
public final class ExportCheckpoint {

    private final ExportFiles files;
    private final ExportConfig config;
    private final WeightTypes weights;
    private final GraphSignature signature;

    private ExportCheckpoint(
            ExportFiles files, ExportConfig config, WeightTypes weights, GraphSignature signature) {
        this.files = files;
        this.config = config;
        this.weights = weights;
        this.signature = signature;
    }

    /// Whether there is the graph of a decoder, or a directory with a graph and no other
    /// checkpoint. Directories of models that embed (`modules.json`) are to be told from these
    /// before.
    public static boolean isAt(Path checkpoint) {
        return ExportFiles.isAt(checkpoint);
    }

    /// Reads what the files say of themselves; weights are not read.
    ///
    /// @throws CheckpointException naming what is missing or not understood
    public static ExportCheckpoint open(Path checkpoint) {
        ExportFiles files = ExportFiles.of(checkpoint);
        ExportConfig config = ExportConfig.read(files.directory());
        GraphHeader graph = GraphHeader.read(files.graph());
        return new ExportCheckpoint(
                files,
                config,
                WeightTypes.of(graph),
                SignatureReader.read(files.graph(), graph, config));
    }

    /// @param chat whether it has a chat template
    public ModelFacts facts(boolean chat) {
        return new ModelFacts(
                ModelFacts.Task.TEXT_GENERATION,
                config.architecture(),
                weights.total(),
                contextLength(),
                weights.format(),
                0,
                chat);
    }

    /// Where the JSON files lie.
    public Path directory() {
        return files.directory();
    }

    public int contextLength() {
        if (config.contextLength() < 2) {
            throw new CheckpointException(
                    files.directory(),
                    "says nowhere how long a text may be (max_position_embeddings, or model.context_length)");
        }
        return config.contextLength();
    }

    public GraphSignature signature() {
        return signature;
    }

    /// The weights as ONNX Runtime holds them: on the processor it computes with fp32 where a graph
    /// says fp16.
    public long weightBytesInMemory() {
        return weights.bytes() + 2 * weights.parameters().getOrDefault("fp16", 0L);
    }

    /// The model for an engine with those options.
    ///
    /// @throws CheckpointException if they ask for what a finished graph can't be made into
    public ExportedModel model(EngineOptions options) {
        if (options.device() instanceof Device.Cuda) {
            throw new CheckpointException(
                    files.graph(),
                    "ONNX exports run on the processor only: set device to cpu or auto");
        }
        KvPrecision wanted = options.kvPrecision();
        if (wanted != KvPrecision.FP32 && wanted != signature.cachePrecision()) {
            throw new CheckpointException(
                    files.graph(),
                    "can't keep keys and values as %s: the graph has them as %s. Leave kv-precision out"
                            .formatted(wanted.id(), signature.cachePrecision().id()));
        }
        return model(options.precision());
    }

    /// The model as it is.
    ///
    /// @throws CheckpointException if another precision than the stored one is wanted
    public ExportedModel model(Precision precision) {
        if (precision != Precision.AS_STORED) {
            throw new CheckpointException(
                    files.graph(),
                    "can't be made %s: an ONNX graph is used as it is. Leave precision at %s, or choose another variant"
                            .formatted(precision.id(), Precision.AS_STORED.id()));
        }
        return new ExportedModel(
                files.graph(),
                new DecoderShape(
                        config.architecture(),
                        signature.layers(),
                        signature.kvHeads(),
                        signature.headDim(),
                        signature.vocabularySize(),
                        contextLength(),
                        config.eosTokens(),
                        weights.bytes()),
                signature);
    }

    /// Attention heads, as far as is known.
    public int heads() {
        return Math.max(config.heads(), signature.kvHeads());
    }

    /// Width of what goes from layer to layer, as far as is known.
    public int hidden() {
        return config.hidden() > 0 ? config.hidden() : heads() * signature.headDim();
    }

    /// Width of a layer's inner product; the usual one where it isn't said.
    public int intermediate() {
        return config.intermediate() > 0 ? config.intermediate() : 4 * hidden();
    }
}
