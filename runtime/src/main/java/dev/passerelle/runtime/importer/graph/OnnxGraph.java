package dev.passerelle.runtime.importer.graph;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;

/// Collects an ONNX model: opset 21, `com.microsoft` 1, IR 10.
final class OnnxGraph {

    static final String MICROSOFT = "com.microsoft";

    private static final int OPSET = 21;
    private static final int IR_VERSION = 10;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("decoder");
    private final String dataFile;

    /// @param dataFile name of the external data
    OnnxGraph(String dataFile) {
        this.dataFile = dataFile;
    }

    /// An input; dimensions are numbers or names.
    void input(String name, TensorProto.DataType type, List<?> shape) {
        graph.addInput(value(name, type, shape));
    }

    /// An output; dimensions are numbers or names.
    void output(String name, TensorProto.DataType type, List<?> shape) {
        graph.addOutput(value(name, type, shape));
    }

    /// A node of the standard domain; its name is its first output's.
    void node(String op, List<String> inputs, List<String> outputs, Map<String, ?> attributes) {
        node("", op, inputs, outputs, attributes);
    }

    /// A node of ONNX Runtime's own domain.
    void microsoft(
            String op, List<String> inputs, List<String> outputs, Map<String, ?> attributes) {
        node(MICROSOFT, op, inputs, outputs, attributes);
    }

    private void node(
            String domain,
            String op,
            List<String> inputs,
            List<String> outputs,
            Map<String, ?> attributes) {
        NodeProto.Builder node =
                NodeProto.newBuilder()
                        .setName(outputs.getFirst())
                        .setDomain(domain)
                        .setOpType(op)
                        .addAllInput(inputs)
                        .addAllOutput(outputs);
        attributes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> node.addAttribute(attribute(entry.getKey(), entry.getValue())));
        graph.addNode(node);
    }

    /// A constant whose bytes lie in the external data.
    String external(
            String name, TensorProto.DataType type, List<Long> shape, ExternalData.Region region) {
        graph.addInitializer(
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(type.getNumber())
                        .addAllDims(shape)
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .addExternalData(entry("location", dataFile))
                        .addExternalData(entry("offset", Long.toString(region.offset())))
                        .addExternalData(entry("length", Long.toString(region.length()))));
        return name;
    }

    /// A small constant within the graph; an empty shape makes a scalar of one value.
    String constant(String name, List<Long> shape, List<Long> values) {
        graph.addInitializer(
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(TensorProto.DataType.INT64.getNumber())
                        .addAllDims(shape)
                        .addAllInt64Data(values));
        return name;
    }

    /// A float scalar within the graph.
    String constant(String name, float value) {
        graph.addInitializer(
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(TensorProto.DataType.FLOAT.getNumber())
                        .addFloatData(value));
        return name;
    }

    /// A scalar of a byte, or another small integer type, within the graph.
    String constant(String name, TensorProto.DataType type, int value) {
        graph.addInitializer(
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(type.getNumber())
                        .addInt32Data(value));
        return name;
    }

    ModelProto build() {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("passerelle")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(MICROSOFT).setVersion(1))
                .setGraph(graph)
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private static AttributeProto attribute(String name, Object value) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        return switch (value) {
            case Integer i ->
                    attribute.setType(AttributeProto.AttributeType.INT).setI(i.longValue()).build();
            case String text ->
                    attribute
                            .setType(AttributeProto.AttributeType.STRING)
                            .setS(ByteString.copyFromUtf8(text))
                            .build();
            case Float f -> attribute.setType(AttributeProto.AttributeType.FLOAT).setF(f).build();
            default -> throw new IllegalArgumentException("attribute " + name + ": " + value);
        };
    }

    private static ValueInfoProto value(String name, TensorProto.DataType type, List<?> shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (Object size : shape) {
            dimensions.addDim(
                    size instanceof Number number
                            ? OnnxMl.TensorShapeProto.Dimension.newBuilder()
                                    .setDimValue(number.longValue())
                            : OnnxMl.TensorShapeProto.Dimension.newBuilder()
                                    .setDimParam(size.toString()));
        }
        TypeProto.Tensor tensor =
                TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(dimensions)
                        .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
