package dev.passerelle.runtime.importer.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// How many parameters a graph has of each format, packed ones counted one by one.
///
/// @param parameters by format: `fp32`, `int4` and the like
/// @param bytes of all weights as the file holds them
record WeightTypes(Map<String, Long> parameters, long bytes) {

    /// Of both operators, where they don't say.
    private static final int DEFAULT_BITS = 4;

    private record Type(int bits, String format) {}

    private static final Map<Integer, Type> TYPES =
            Map.of(
                    DataType.FLOAT.getNumber(), new Type(32, "fp32"),
                    DataType.UINT8.getNumber(), new Type(8, "int8"),
                    DataType.INT8.getNumber(), new Type(8, "int8"),
                    DataType.FLOAT16.getNumber(), new Type(16, "fp16"),
                    DataType.DOUBLE.getNumber(), new Type(64, "fp64"),
                    DataType.BFLOAT16.getNumber(), new Type(16, "bf16"),
                    DataType.UINT4.getNumber(), new Type(4, "int4"),
                    DataType.INT4.getNumber(), new Type(4, "int4"));

    static WeightTypes of(GraphHeader graph) {
        Map<String, Integer> packed = packed(graph);
        Map<String, Long> parameters = new TreeMap<>();
        long bytes = 0;
        for (GraphHeader.Weight weight : graph.weights()) {
            Type type = TYPES.get(weight.elementType());
            if (type != null) {
                bytes += weight.elements() * type.bits / 8;
                int bits = packed.getOrDefault(weight.name(), type.bits);
                boolean several = bits > 0 && bits < type.bits;
                parameters.merge(
                        several ? "int" + bits : type.format,
                        several ? weight.elements() * type.bits / bits : weight.elements(),
                        Long::sum);
            }
        }
        return new WeightTypes(parameters, bytes);
    }

    /// Bits of a value in the weights that hold several to an element: the first input of
    /// `GatherBlockQuantized`, the second of `MatMulNBits`.
    private static Map<String, Integer> packed(GraphHeader graph) {
        Map<String, Integer> bits = new HashMap<>();
        for (GraphHeader.Node node : graph.nodes()) {
            int input =
                    node.isMicrosofts("MatMulNBits")
                            ? 1
                            : node.isMicrosofts("GatherBlockQuantized") ? 0 : -1;
            if (input >= 0 && input < node.inputs().size()) {
                bits.put(node.inputs().get(input), node.bits() == 0 ? DEFAULT_BITS : node.bits());
            }
        }
        return bits;
    }

    long total() {
        return parameters.values().stream().mapToLong(Long::longValue).sum();
    }

    /// The format of most parameters.
    String format() {
        return parameters.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("none");
    }
}
