package dev.passerelle.runtime.importer.graph;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Adds products of int8 weights, a scale a row, with norms' outputs rounded to 8 bits of one
/// constant scale.
///
/// What a norm without weights gives has a mean square of one, and is close to normally distributed
/// where the residual stream is turned: a range that is known beforehand needs no look at the
/// values, and makes no row depend on those beside it.
final class IntegerProducts {

    /// Where inputs are cut off, in their standard deviations.
    private static final float RANGE = 4.5f;

    private static final int ZERO = 128;

    private final OnnxGraph graph;
    private final Set<String> rounded = new HashSet<>();
    private boolean zeroed;

    IntegerProducts(OnnxGraph graph) {
        this.graph = graph;
    }

    /// Adds `output = input · matrixᵀ`.
    void product(String input, PlacedMatrix matrix, String output) {
        String scale = input + ".scale";
        String zero = input + ".zero";
        String codes = input + ".codes";
        if (rounded.add(input)) {
            graph.constant(scale, RANGE / (ZERO - 1));
            graph.constant(zero, DataType.UINT8, ZERO);
            graph.node("QuantizeLinear", List.of(input, scale, zero), List.of(codes), Map.of());
        }
        String weight =
                graph.external(
                        output + ".weight",
                        DataType.INT8,
                        List.of((long) matrix.columns(), matrix.rows()),
                        matrix.values());
        String scales =
                graph.external(
                        output + ".scales",
                        DataType.FLOAT,
                        List.of(matrix.rows()),
                        matrix.scales());
        graph.microsoft(
                "MatMulIntegerToFloat",
                List.of(codes, weight, scale, scales, zero, weightZero()),
                List.of(output),
                Map.of());
    }

    /// The weights' zero point: ONNX Runtime's way around processors without VNNI fails without
    /// one.
    private String weightZero() {
        String name = "weight_zero";
        if (!zeroed) {
            graph.constant(name, DataType.INT8, 0);
            zeroed = true;
        }
        return name;
    }
}
