package dev.passerelle.runtime.ort;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.passerelle.runtime.importer.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A copy of a fixture with another end to its graph, as some exporters write it.
final class EditedExport {

    private final Path directory;
    private final Path file;
    private final ModelProto.Builder model;

    private EditedExport(Path directory, Path file, ModelProto.Builder model) {
        this.directory = directory;
        this.file = file;
        this.model = model;
    }

    static EditedExport of(String layout, Path directory) throws IOException {
        Path source = Fixtures.path("onnx-exports/" + layout);
        List<Path> files;
        try (Stream<Path> all = Files.walk(source)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path each : files) {
            Path copy = directory.resolve(source.relativize(each).toString());
            Files.createDirectories(copy.resolveSibling(""));
            Files.copy(each, copy);
        }
        Path graph =
                directory.resolve(layout.startsWith("genai") ? "model.onnx" : "onnx/model.onnx");
        return new EditedExport(
                directory, graph, ModelProto.parseFrom(Files.readAllBytes(graph)).toBuilder());
    }

    /// The logits of the last token are all the graph gives.
    EditedExport withLogitsOfTheLastToken() {
        GraphProto.Builder graph = model.getGraphBuilder();
        renameLogits(graph);
        graph.addInitializer(numbers("last", -1));
        graph.addNode(
                node("Gather", List.of("all_logits", "last"), "logits")
                        .addAttribute(
                                AttributeProto.newBuilder()
                                        .setName("axis")
                                        .setType(AttributeProto.AttributeType.INT)
                                        .setI(1)));
        graph.getOutputBuilderList().stream()
                .filter(output -> output.getName().equals("logits"))
                .forEach(output ->
                        output.getTypeBuilder()
                                .getTensorTypeBuilder()
                                .getShapeBuilder()
                                .setDim(1, TensorShapeProto.Dimension.newBuilder().setDimValue(1)));
        return this;
    }

    /// An input says of how many tokens the logits are wanted.
    EditedExport withLogitsToKeep() {
        GraphProto.Builder graph = model.getGraphBuilder();
        renameLogits(graph);
        graph.addInput(
                ValueInfoProto.newBuilder()
                        .setName("num_logits_to_keep")
                        .setType(
                                TypeProto.newBuilder()
                                        .setTensorType(
                                                TypeProto.Tensor.newBuilder()
                                                        .setElemType(
                                                                TensorProto.DataType.INT64
                                                                        .getNumber())
                                                        .setShape(TensorShapeProto.newBuilder()))));
        graph.addInitializer(numbers("one", 1));
        graph.addInitializer(numbers("end", Integer.MAX_VALUE));
        graph.addNode(node("Neg", List.of("num_logits_to_keep"), "negated"));
        graph.addInitializer(numbers("shape", 1));
        graph.addNode(node("Reshape", List.of("negated", "shape"), "from"));
        graph.addNode(node("Slice", List.of("all_logits", "from", "end", "one"), "logits"));
        return this;
    }

    private static void renameLogits(GraphProto.Builder graph) {
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (int i = 0; i < node.getOutputCount(); i++) {
                if (node.getOutput(i).equals("logits")) {
                    node.setOutput(i, "all_logits");
                }
            }
        }
    }

    private static NodeProto.Builder node(String operator, List<String> inputs, String output) {
        return NodeProto.newBuilder().setOpType(operator).addAllInput(inputs).addOutput(output);
    }

    private static TensorProto numbers(String name, long value) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(1)
                .addInt64Data(value)
                .build();
    }

    /// The directory, with the graph as it is now.
    Path write() throws IOException {
        Files.write(file, model.build().toByteArray());
        return directory;
    }
}
