package dev.passerelle.runtime.importer.graph;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.passerelle.runtime.importer.weights.WeightRows;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Small fp32 weights and what they do to activations: norms, biases, factors.
final class FloatVectors {

    private final OnnxGraph graph;
    private final ExternalData data;
    private final float epsilon;
    private final float normShift;

    /// @param epsilon of every norm
    /// @param normShift added to the weights of norms
    FloatVectors(OnnxGraph graph, ExternalData data, float epsilon, float normShift) {
        this.graph = graph;
        this.data = data;
        this.epsilon = epsilon;
        this.normShift = normShift;
    }

    /// Adds the root mean square norm over the last dimension.
    String norm(String input, WeightRows weight, String output) throws IOException {
        graph.node(
                "SimplifiedLayerNormalization",
                List.of(input, normWeight(weight, output)),
                List.of(output),
                Map.of("axis", -1, "epsilon", epsilon, "stash_type", 1));
        return output;
    }

    /// Adds `sum = residual + update` and returns its norm.
    String addAndNorm(String residual, String update, WeightRows weight, String sum)
            throws IOException {
        String normed = sum + ".norm";
        graph.microsoft(
                "SkipSimplifiedLayerNormalization",
                List.of(residual, update, normWeight(weight, normed)),
                List.of(normed, "", "", sum),
                Map.of("epsilon", epsilon));
        return normed;
    }

    private String normWeight(WeightRows weight, String name) throws IOException {
        return place(
                name + ".weight", List.of((long) weight.columns()), List.of(weight), normShift);
    }

    /// Adds biases, one after the other, to the last dimension; none where the list is empty.
    String bias(String input, List<? extends WeightRows> biases) throws IOException {
        if (biases.isEmpty()) {
            return input;
        }
        long size = biases.stream().mapToLong(WeightRows::columns).sum();
        String bias = place(input + ".bias", List.of(size), biases, 0);
        String output = input + ".biased";
        graph.node("Add", List.of(input, bias), List.of(output), Map.of());
        return output;
    }

    /// Adds a product with a number; none for 1.
    String times(String input, float factor) {
        if (factor == 1) {
            return input;
        }
        String output = input + ".scaled";
        String constant = graph.constant(output + ".factor", factor);
        graph.node("Mul", List.of(input, constant), List.of(output), Map.of());
        return output;
    }

    /// Adds `output = input · weightᵀ` with the weight kept as fp32.
    void product(String input, WeightRows weight, String output) throws IOException {
        String placed =
                place(
                        output + ".weight",
                        List.of(weight.rows(), (long) weight.columns()),
                        List.of(weight),
                        0);
        graph.microsoft(
                "FusedMatMul", List.of(input, placed), List.of(output), Map.of("transB", 1));
    }

    private String place(
            String name, List<Long> shape, List<? extends WeightRows> parts, float shift)
            throws IOException {
        long elements = shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
        ExternalData.Region region = data.reserve(elements * Float.BYTES);
        data.fill(() -> {
            try (RegionWriter writer = data.writer(region)) {
                for (WeightRows part : parts) {
                    writer.floats(shifted(part.floats(), shift));
                }
            }
        });
        return graph.external(name, DataType.FLOAT, shape, region);
    }

    private static float[] shifted(float[] values, float shift) {
        for (int i = 0; i < values.length; i++) {
            values[i] += shift;
        }
        return values;
    }
}
