package dev.passerelle.runtime.importer.graph;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.passerelle.runtime.KvPrecision;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What attention computes with: fp32 as the rest of the graph, or fp16 between two casts, so that
/// keys and values take half the memory. CUDA's `GroupQueryAttention` takes no fp32.
final class AttentionType {

    private static final String HALF = ".fp16";

    private final OnnxGraph graph;
    private final DataType type;
    private final Set<String> cast = new HashSet<>();

    /// @throws IllegalArgumentException for int8
    AttentionType(OnnxGraph graph, KvPrecision kv) {
        this.graph = graph;
        this.type =
                switch (kv) {
                    case FP32 -> DataType.FLOAT;
                    case FP16 -> DataType.FLOAT16;
                    case INT8 ->
                            throw new IllegalArgumentException(
                                    "keys and values can't be kept as int8; allowed: fp32, fp16");
                };
    }

    /// The type of keys and values.
    DataType type() {
        return type;
    }

    /// An fp32 value as attention takes it.
    String in(String value) {
        if (type == DataType.FLOAT) {
            return value;
        }
        if (cast.add(value)) {
            cast(value, value + HALF, type);
        }
        return value + HALF;
    }

    /// The name for what attention gives, of which [#out] makes `value`.
    String inner(String value) {
        return type == DataType.FLOAT ? value : value + HALF;
    }

    /// Makes an fp32 value of what attention gave as [#inner].
    String out(String value) {
        if (type != DataType.FLOAT) {
            cast(value + HALF, value, DataType.FLOAT);
        }
        return value;
    }

    private void cast(String from, String to, DataType wanted) {
        graph.node("Cast", List.of(from), List.of(to), Map.of("to", wanted.getNumber()));
    }
}
