package dev.passerelle.runtime.ort.capi;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A graph that adds two int64 vectors, `left` and `right`, to `sum`.
final class SumGraph {

    private SumGraph() {}

    static Path write(Path file) throws IOException {
        ModelProto model =
                ModelProto.newBuilder()
                        .setIrVersion(8)
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                        .setGraph(
                                GraphProto.newBuilder()
                                        .setName("sum")
                                        .addInput(vector("left"))
                                        .addInput(vector("right"))
                                        .addOutput(vector("sum"))
                                        .addNode(
                                                NodeProto.newBuilder()
                                                        .setOpType("Add")
                                                        .addInput("left")
                                                        .addInput("right")
                                                        .addOutput("sum")))
                        .build();
        return Files.write(file, model.toByteArray());
    }

    private static ValueInfoProto vector(String name) {
        TensorShapeProto shape =
                TensorShapeProto.newBuilder()
                        .addDim(Dimension.newBuilder().setDimParam("length"))
                        .build();
        TypeProto.Tensor tensor =
                TypeProto.Tensor.newBuilder()
                        .setElemType(DataType.INT64.getNumber())
                        .setShape(shape)
                        .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
