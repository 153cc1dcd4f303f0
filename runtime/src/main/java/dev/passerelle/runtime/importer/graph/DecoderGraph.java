package dev.passerelle.runtime.importer.graph;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.passerelle.runtime.KvPrecision;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.family.DecoderConfig;
import dev.passerelle.runtime.importer.family.DecoderModel;
import dev.passerelle.runtime.importer.family.Experts;
import dev.passerelle.runtime.importer.family.Scales;
import dev.passerelle.runtime.importer.family.TensorRole;
import dev.passerelle.runtime.importer.graph.WeightPolicy.Granularity;
import dev.passerelle.runtime.importer.weights.WeightRows;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes a decoder with grouped-query attention and gated MLPs or experts as an ONNX graph.
///
/// Inputs and outputs are those of [dev.passerelle.runtime.importer.DecoderShape]. From the last
/// layer's attention on, only the tokens whose logits are asked for are computed.
public final class DecoderGraph {

    /// The graph's file name.
    public static final String GRAPH = "model.onnx";

    /// The external data's file name.
    public static final String DATA = "model.data";

    private final DecoderConfig config;
    private final DecoderWeights weights;
    private final OnnxGraph graph;
    private final AttentionType type;
    private final LinearLayers linear;
    private final FloatVectors vectors;
    private final AttentionLayers attention;
    private final MlpLayers mlp;
    private final ExpertLayers experts;

    private DecoderGraph(
            DecoderModel model, ExternalData data, WeightPolicy policy, KvPrecision kv) {
        this.config = model.config();
        this.weights =
                policy.turned() ? DecoderWeights.turned(model) : DecoderWeights.asStored(model);
        this.graph = new OnnxGraph(data.name());
        this.type = new AttentionType(graph, kv);
        this.linear = new LinearLayers(graph, data, policy);
        this.vectors =
                new FloatVectors(graph, data, config.normEpsilon(), model.weights().normShift());
        RotaryTables ropes = new RotaryTables(graph, data, config);
        this.attention = new AttentionLayers(graph, type, linear, vectors, ropes, config, weights);
        this.mlp = new MlpLayers(graph, linear, vectors, config, weights);
        this.experts = new ExpertLayers(graph, data, vectors, policy, model.weights());
    }

    /// Writes graph and data into `directory`.
    ///
    /// @return bytes of external data
    public static long write(DecoderModel model, ImportSettings settings, Path directory)
            throws IOException {
        return write(model, WeightPolicy.of(settings), settings.kv(), directory);
    }

    /// The same, with a choice of the form that affine weights take.
    static long write(DecoderModel model, WeightPolicy policy, Path directory) throws IOException {
        return write(model, policy, KvPrecision.FP32, directory);
    }

    private static long write(
            DecoderModel model, WeightPolicy policy, KvPrecision kv, Path directory)
            throws IOException {
        try (ExternalData data = ExternalData.create(directory.resolve(DATA))) {
            DecoderGraph decoder = new DecoderGraph(model, data, policy, kv);
            decoder.addAll();
            try (OutputStream out = Files.newOutputStream(directory.resolve(GRAPH))) {
                decoder.graph.build().writeTo(out);
            }
            return data.size();
        }
    }

    /// Bytes of external data that [#write] would give, from shapes and types alone.
    public static long size(DecoderModel model, ImportSettings settings) {
        try (ExternalData data = ExternalData.measuring()) {
            new DecoderGraph(model, data, WeightPolicy.of(settings), settings.kv()).addAll();
            return data.size();
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is read or written", e);
        }
    }

    private void addAll() throws IOException {
        addInputs();
        PlacedMatrix embedding =
                linear.place(weights.get(TensorRole.EMBEDDING), Granularity.STORED);
        linear.lookUp("input_ids", embedding, "embedded");
        ResidualStream stream =
                new ResidualStream(
                        graph,
                        vectors,
                        config.scales().residual(),
                        vectors.times("embedded", config.scales().embedding()));
        Optional<WeightRows> firstNorm = weights.find(TensorRole.ATTENTION_NORM, 0);
        String input = stream.read(firstNorm, "layer.0.attention_norm");
        for (int layer = 0; layer < config.layers(); layer++) {
            input = addLayer(layer, input, stream);
        }
        addHead(input, embedding);
    }

    /// Returns what the next layer, or the head, reads.
    private String addLayer(int layer, String input, ResidualStream stream) throws IOException {
        String prefix = "layer." + layer;
        String attended = attention.attend(layer, input);
        if (layer == config.layers() - 1) {
            attended = stream.wanted(attended);
            stream.keepWanted();
        }
        String middle =
                stream.add(
                        attention.project(layer, attended),
                        weights.find(TensorRole.ATTENTION_OUTPUT_NORM, layer),
                        weights.find(TensorRole.MLP_NORM, layer),
                        prefix + ".middle");
        Optional<Experts> mixture = config.experts(layer);
        String update =
                mixture.isPresent()
                        ? experts.add(layer, mixture.get(), middle)
                        : mlp.add(layer, middle);
        return stream.add(
                update,
                weights.find(TensorRole.MLP_OUTPUT_NORM, layer),
                normAfter(layer),
                prefix + ".out");
    }

    private Optional<WeightRows> normAfter(int layer) {
        return layer == config.layers() - 1
                ? Optional.of(weights.get(TensorRole.FINAL_NORM))
                : weights.find(TensorRole.ATTENTION_NORM, layer + 1);
    }

    private void addInputs() {
        graph.input("input_ids", DataType.INT64, List.of("rows", "tokens"));
        graph.input("seqlens_k", DataType.INT32, List.of("rows"));
        graph.input("total_sequence_length", DataType.INT32, List.of());
        graph.input("logit_positions", DataType.INT64, List.of("positions"));
        graph.output("logits", DataType.FLOAT, List.of("rows", "positions", config.vocabulary()));
        for (int layer = 0; layer < config.layers(); layer++) {
            for (String part : List.of("key", "value")) {
                graph.input(
                        "past_key_values.%d.%s".formatted(layer, part),
                        type.type(),
                        List.of("rows", config.kvHeads(), "max_length", config.headDim()));
                graph.output(
                        "present.%d.%s".formatted(layer, part),
                        type.type(),
                        List.of("rows", config.kvHeads(), "max_length", config.headDim()));
            }
        }
    }

    private void addHead(String input, PlacedMatrix embedding) throws IOException {
        PlacedMatrix head =
                weights.tied()
                        ? embedding
                        : linear.place(weights.get(TensorRole.HEAD), Granularity.NORMED);
        Scales scales = config.scales();
        if (scales.logits() == 1 && scales.logitCap() == 0) {
            linear.product(input, head, "logits");
            return;
        }
        linear.product(input, head, "head");
        String logits = vectors.times("head", scales.logits());
        if (scales.logitCap() > 0) {
            String bounded = vectors.times(logits, 1 / scales.logitCap());
            graph.node("Tanh", List.of(bounded), List.of("head.tanh"), Map.of());
            logits = vectors.times("head.tanh", scales.logitCap());
        }
        graph.node("Identity", List.of(logits), List.of("logits"), Map.of());
    }
}
