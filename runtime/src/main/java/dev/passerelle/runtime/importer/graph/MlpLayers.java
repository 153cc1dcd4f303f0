package dev.passerelle.runtime.importer.graph;

import dev.passerelle.runtime.importer.family.DecoderConfig;
import dev.passerelle.runtime.importer.family.TensorRole;
import dev.passerelle.runtime.importer.graph.WeightPolicy.Granularity;
import dev.passerelle.runtime.importer.weights.WeightRows;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Adds gated MLPs.
final class MlpLayers {

    private final OnnxGraph graph;
    private final LinearLayers linear;
    private final FloatVectors vectors;
    private final DecoderConfig config;
    private final DecoderWeights weights;

    MlpLayers(
            OnnxGraph graph,
            LinearLayers linear,
            FloatVectors vectors,
            DecoderConfig config,
            DecoderWeights weights) {
        this.graph = graph;
        this.linear = linear;
        this.vectors = vectors;
        this.config = config;
        this.weights = weights;
    }

    String add(int layer, String input) throws IOException {
        String prefix = "layer." + layer;
        linear.project(
                input,
                List.of(weights.get(TensorRole.GATE, layer), weights.get(TensorRole.UP, layer)),
                prefix + ".gate_up",
                Granularity.NORMED);
        graph.node(
                "Split",
                List.of(
                        vectors.bias(
                                prefix + ".gate_up",
                                biases(layer, TensorRole.GATE_BIAS, TensorRole.UP_BIAS))),
                List.of(prefix + ".gate", prefix + ".up"),
                Map.of("axis", -1, "num_outputs", 2));
        graph.node(
                "Mul",
                List.of(activate(prefix + ".gate"), prefix + ".up"),
                List.of(prefix + ".gated"),
                Map.of());
        linear.project(
                prefix + ".gated",
                List.of(weights.get(TensorRole.DOWN, layer)),
                prefix + ".down",
                Granularity.STORED);
        return vectors.bias(prefix + ".down", biases(layer, TensorRole.DOWN_BIAS));
    }

    private String activate(String gate) {
        String output = gate + ".active";
        switch (config.activation()) {
            case SILU ->
                    graph.microsoft(
                            "QuickGelu", List.of(gate), List.of(output), Map.of("alpha", 1f));
            case GELU ->
                    graph.node(
                            "Gelu", List.of(gate), List.of(output), Map.of("approximate", "none"));
            case GELU_TANH ->
                    graph.node(
                            "Gelu", List.of(gate), List.of(output), Map.of("approximate", "tanh"));
        }
        return output;
    }

    private List<WeightRows> biases(int layer, TensorRole... roles) {
        return Stream.of(roles).flatMap(role -> weights.find(role, layer).stream()).toList();
    }
}
