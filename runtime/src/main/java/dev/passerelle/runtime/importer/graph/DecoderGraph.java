package dev.passerelle.runtime.importer.graph;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.family.DecoderConfig;
import dev.passerelle.runtime.importer.family.DecoderModel;
import dev.passerelle.runtime.importer.family.ModelWeights;
import dev.passerelle.runtime.importer.family.Rope;
import dev.passerelle.runtime.importer.family.TensorRole;
import dev.passerelle.runtime.importer.graph.WeightPolicy.Granularity;
import dev.passerelle.runtime.importer.weights.StoredTensor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Writes a pre-norm decoder with grouped-query attention and a gated MLP as an ONNX graph.
///
/// Inputs and outputs are those of [dev.passerelle.runtime.importer.DecoderShape]. From the last
/// layer's attention on, only the tokens whose logits are asked for are computed.
public final class DecoderGraph {

    /// The graph's file name.
    public static final String GRAPH = "model.onnx";

    /// The external data's file name.
    public static final String DATA = "model.data";

    private final DecoderConfig config;
    private final ModelWeights weights;
    private final ExternalData data;
    private final OnnxGraph graph;
    private final LinearLayers linear;

    private DecoderGraph(DecoderModel model, ExternalData data, WeightPolicy policy) {
        this.config = model.config();
        this.weights = model.weights();
        this.data = data;
        this.graph = new OnnxGraph(data.name());
        this.linear = new LinearLayers(graph, data, policy);
    }

    /// Writes graph and data into `directory`.
    ///
    /// @return bytes of external data
    public static long write(DecoderModel model, ImportSettings settings, Path directory)
            throws IOException {
        return write(model, WeightPolicy.of(settings), directory);
    }

    /// The same, with a choice of the form that affine weights take.
    static long write(DecoderModel model, WeightPolicy policy, Path directory) throws IOException {
        try (ExternalData data = ExternalData.create(directory.resolve(DATA))) {
            DecoderGraph decoder = new DecoderGraph(model, data, policy);
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
            new DecoderGraph(model, data, WeightPolicy.of(settings)).addAll();
            return data.size();
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is read or written", e);
        }
    }

    private void addAll() throws IOException {
        addInputs();
        addRope();
        PlacedMatrix embedding = linear.place(weights.get(TensorRole.EMBEDDING));
        linear.lookUp("input_ids", embedding, "embedded");
        String normed = norm("embedded", TensorRole.ATTENTION_NORM, 0, "layer.0.attention_norm");
        String residual = "embedded";
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "layer." + layer;
            boolean last = layer == config.layers() - 1;
            String attention = attention(layer, normed);
            if (last) {
                attention = wanted(attention);
                residual = wanted(residual);
            }
            linear.project(
                    attention,
                    List.of(weights.get(TensorRole.ATTENTION_OUTPUT, layer)),
                    prefix + ".attention_output",
                    Granularity.FINE);
            String middle = prefix + ".middle";
            normed =
                    addAndNorm(
                            residual,
                            prefix + ".attention_output",
                            weights.get(TensorRole.MLP_NORM, layer),
                            middle);
            String down = mlp(layer, normed);
            residual = prefix + ".out";
            normed = addAndNorm(middle, down, normAfter(layer), residual);
        }
        addHead(normed, embedding);
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
                        DataType.FLOAT,
                        List.of("rows", config.kvHeads(), "max_length", config.headDim()));
                graph.output(
                        "present.%d.%s".formatted(layer, part),
                        DataType.FLOAT,
                        List.of("rows", config.kvHeads(), "max_length", config.headDim()));
            }
        }
    }

    private void addRope() throws IOException {
        Rope rope = config.rope();
        List<Long> shape = List.of((long) config.contextLength(), rope.dimensions() / 2L);
        long bytes = shape.get(0) * shape.get(1) * Float.BYTES;
        ExternalData.Region cosines = data.reserve(bytes);
        ExternalData.Region sines = data.reserve(bytes);
        data.fill(() -> writeRotations(rope.rotation(), cosines, sines));
        graph.external("rope.cos", DataType.FLOAT, shape, cosines);
        graph.external("rope.sin", DataType.FLOAT, shape, sines);
    }

    private void writeRotations(
            Rope.Rotation rotation, ExternalData.Region cosines, ExternalData.Region sines)
            throws IOException {
        try (RegionWriter cos = data.writer(cosines);
                RegionWriter sin = data.writer(sines)) {
            for (int position = 0; position < config.contextLength(); position++) {
                rotation.moveTo(position);
                cos.floats(rotation.cos());
                sin.floats(rotation.sin());
            }
        }
    }

    private String attention(int layer, String input) throws IOException {
        String prefix = "layer." + layer;
        linear.project(
                input,
                List.of(
                        weights.get(TensorRole.QUERY, layer),
                        weights.get(TensorRole.KEY, layer),
                        weights.get(TensorRole.VALUE, layer)),
                prefix + ".qkv",
                Granularity.STORED);
        graph.microsoft(
                "GroupQueryAttention",
                List.of(
                        prefix + ".qkv",
                        "",
                        "",
                        "past_key_values." + layer + ".key",
                        "past_key_values." + layer + ".value",
                        "seqlens_k",
                        "total_sequence_length",
                        "rope.cos",
                        "rope.sin"),
                List.of(
                        prefix + ".attention",
                        "present." + layer + ".key",
                        "present." + layer + ".value"),
                Map.of(
                        "num_heads",
                        config.heads(),
                        "kv_num_heads",
                        config.kvHeads(),
                        "do_rotary",
                        1,
                        "rotary_interleaved",
                        config.rope().interleaved() ? 1 : 0,
                        "scale",
                        (float) (1 / Math.sqrt(config.headDim()))));
        return prefix + ".attention";
    }

    private String mlp(int layer, String input) throws IOException {
        String prefix = "layer." + layer;
        linear.project(
                input,
                List.of(weights.get(TensorRole.GATE, layer), weights.get(TensorRole.UP, layer)),
                prefix + ".gate_up",
                Granularity.STORED);
        graph.node(
                "Split",
                List.of(prefix + ".gate_up"),
                List.of(prefix + ".gate", prefix + ".up"),
                Map.of("axis", -1, "num_outputs", 2));
        graph.microsoft(
                "QuickGelu",
                List.of(prefix + ".gate"),
                List.of(prefix + ".silu"),
                Map.of("alpha", 1f));
        graph.node(
                "Mul",
                List.of(prefix + ".silu", prefix + ".up"),
                List.of(prefix + ".gated"),
                Map.of());
        linear.project(
                prefix + ".gated",
                List.of(weights.get(TensorRole.DOWN, layer)),
                prefix + ".down",
                Granularity.STORED);
        return prefix + ".down";
    }

    private StoredTensor normAfter(int layer) {
        return layer == config.layers() - 1
                ? weights.get(TensorRole.FINAL_NORM)
                : weights.get(TensorRole.ATTENTION_NORM, layer + 1);
    }

    private String norm(String input, TensorRole role, int layer, String output)
            throws IOException {
        graph.node(
                "SimplifiedLayerNormalization",
                List.of(input, normWeight(weights.get(role, layer), output)),
                List.of(output),
                Map.of("axis", -1, "epsilon", config.normEpsilon(), "stash_type", 1));
        return output;
    }

    /// Adds `sum = residual + update` and returns its norm.
    private String addAndNorm(String residual, String update, StoredTensor weight, String sum)
            throws IOException {
        String normed = sum + ".norm";
        graph.microsoft(
                "SkipSimplifiedLayerNormalization",
                List.of(residual, update, normWeight(weight, normed)),
                List.of(normed, "", "", sum),
                Map.of("epsilon", config.normEpsilon()));
        return normed;
    }

    private String normWeight(StoredTensor weight, String name) throws IOException {
        ExternalData.Region region = data.reserve(weight.rows() * weight.columns() * Float.BYTES);
        data.fill(() -> {
            try (RegionWriter writer = data.writer(region)) {
                writer.floats(weight.floats());
            }
        });
        return graph.external(name + ".weight", DataType.FLOAT, weight.shape(), region);
    }

    private String wanted(String value) {
        String wanted = value + ".wanted";
        graph.node("Gather", List.of(value, "logit_positions"), List.of(wanted), Map.of("axis", 1));
        return wanted;
    }

    private void addHead(String input, PlacedMatrix embedding) throws IOException {
        PlacedMatrix head = weights.tied() ? embedding : linear.place(weights.get(TensorRole.HEAD));
        linear.product(input, head, "logits");
    }
}
