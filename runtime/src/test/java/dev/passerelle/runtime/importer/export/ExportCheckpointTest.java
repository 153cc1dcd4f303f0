package dev.passerelle.runtime.importer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.passerelle.runtime.KvPrecision;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.DecoderShape;
import dev.passerelle.runtime.importer.export.GraphSignature.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Graphs with nothing in them but what a loader looks at.
class ExportCheckpointTest {

    private static final int TOKENS = -1;

    @TempDir private Path directory;
    private final GraphProto.Builder graph = GraphProto.newBuilder();

    @BeforeEach
    void aDecoderOfOneLayer() throws IOException {
        graph.addInput(value("input_ids", DataType.INT64, -1, TOKENS))
                .addInput(value("attention_mask", DataType.INT64, -1, TOKENS))
                .addInput(value("past_key_values.0.key", DataType.FLOAT, -1, 2, TOKENS, -1))
                .addInput(value("past_key_values.0.value", DataType.FLOAT, -1, 2, TOKENS, -1))
                .addOutput(value("logits", DataType.FLOAT, -1, TOKENS, -1))
                .addOutput(value("present.0.key", DataType.FLOAT, -1, 2, TOKENS, -1))
                .addOutput(value("present.0.value", DataType.FLOAT, -1, 2, TOKENS, -1))
                .addNode(attention());
        config(
                """
                {"model_type": "phi", "num_attention_heads": 4, "hidden_size": 32, "vocab_size": 99,
                 "max_position_embeddings": 128, "eos_token_id": [7, 8]}\
                """);
    }

    @Test
    void whatTheGraphLeavesOpenIsInItsConfiguration() throws IOException {
        assertThat(open().model(Precision.AS_STORED).shape())
                .isEqualTo(new DecoderShape("phi", 1, 2, 8, 99, 128, List.of(7, 8), 0));
        assertThat(open().signature().inPlace()).isTrue();
    }

    @Test
    void endTokensOfTheGenerationConfigurationComeFirst() throws IOException {
        Files.writeString(directory.resolve("generation_config.json"), "{\"eos_token_id\": 3}");
        assertThat(open().model(Precision.AS_STORED).shape().eosTokens()).containsExactly(3);
    }

    @Test
    void namesOfGenaiMayBeOthers() throws IOException {
        rename("past_key_values.0.key", "kv_in_k_0");
        rename("past_key_values.0.value", "kv_in_v_0");
        rename("input_ids", "tokens");
        Files.writeString(
                directory.resolve("genai_config.json"),
                """
                {"model": {"type": "phi3", "context_length": 64, "vocab_size": 99, "eos_token_id": 5,
                  "decoder": {"filename": "model.onnx", "head_size": 8, "num_attention_heads": 4,
                    "inputs": {"input_ids": "tokens", "past_key_names": "kv_in_k_%d",
                      "past_value_names": "kv_in_v_%d"}}}}\
                """);
        ExportCheckpoint export = open();
        assertThat(export.model(Precision.AS_STORED).shape())
                .isEqualTo(new DecoderShape("phi3", 1, 2, 8, 99, 64, List.of(5), 0));
        assertThat(export.signature().input(Role.TOKENS).orElseThrow().name()).isEqualTo("tokens");
    }

    @Test
    void refusesAPipelineAndASecondModality() throws IOException {
        Path genai = directory.resolve("genai_config.json");
        Files.writeString(genai, "{\"model\": {\"decoder\": {\"pipeline\": []}}}");
        refused().hasMessageContaining("model.decoder.filename");
        Files.writeString(
                genai,
                "{\"model\": {\"decoder\": {\"filename\": \"model.onnx\"}, \"vision\": {}}}");
        refused().hasMessageContaining("model.vision");
        Files.writeString(
                genai, "{\"model\": {\"decoder\": {\"filename\": \"../elsewhere.onnx\"}}}");
        refused().hasMessageContaining("no ONNX file beside it");
    }

    @Test
    void refusesInputsItDoesNotUnderstand() throws IOException {
        graph.addInput(value("encoder_hidden_states", DataType.FLOAT, -1, -1, 64))
                .addInput(value("past_conv.0", DataType.FLOAT, -1, 64, 3));
        refused()
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        "inputs that are not understood: encoder_hidden_states, past_conv.0")
                .hasMessageContaining("position_ids");
    }

    @Test
    void refusesPositionsOfThreeDimensions() throws IOException {
        graph.addInput(value("position_ids", DataType.INT64, 3, -1, -1));
        refused().hasMessageContaining("input position_ids has 3 dimensions");
    }

    @Test
    void refusesAGraphWithoutPast() throws IOException {
        List<ValueInfoProto> inputs = graph.getInputList().subList(0, 2);
        graph.clearInput().addAllInput(inputs);
        refused().hasMessageContaining("text-generation-with-past");
        assertThat(ExportCheckpoint.isAt(directory.resolve("model.onnx"))).isFalse();
    }

    @Test
    void refusesCachesOfOtherTypes() throws IOException {
        for (ValueInfoProto.Builder input : graph.getInputBuilderList()) {
            if (input.getName().startsWith("past")) {
                input.getTypeBuilder()
                        .getTensorTypeBuilder()
                        .setElemType(DataType.INT8.getNumber());
            }
        }
        refused().hasMessageContaining("past_key_values.0.key is INT8; supported are FLOAT and");
    }

    @Test
    void refusesInPlaceAttentionThatNobodyTellsLengths() throws IOException {
        List<ValueInfoProto> inputs =
                graph.getInputList().stream()
                        .filter(input -> !input.getName().equals("attention_mask"))
                        .toList();
        graph.clearInput().addAllInput(inputs);
        refused().hasMessageContaining("no input attention_mask");
    }

    @Test
    void aPastThatIsReadElsewhereTooIsNotKeptInPlace() throws IOException {
        graph.addNode(
                NodeProto.newBuilder()
                        .setOpType("Shape")
                        .addInput("past_key_values.0.key")
                        .addOutput("past_shape"));
        assertThat(open().signature().inPlace()).isFalse();
    }

    @Test
    void countsPackedWeightsOneByOne() throws IOException {
        graph.addInitializer(
                TensorProto.newBuilder()
                        .setName("packed")
                        .setDataType(DataType.UINT8.getNumber())
                        .addAllDims(List.of(64L, 2L, 16L)));
        graph.addNode(
                NodeProto.newBuilder()
                        .setDomain("com.microsoft")
                        .setOpType("MatMulNBits")
                        .addAllInput(List.of("x", "packed", "scales"))
                        .addAttribute(AttributeProto.newBuilder().setName("bits").setI(4)));
        assertThat(open().facts(true).parameters()).isEqualTo(64 * 64);
        assertThat(open().facts(true).weightFormat()).isEqualTo("int4");
        assertThat(open().model(Precision.AS_STORED).shape().weightBytes()).isEqualTo(64 * 32);
    }

    @Test
    void refusesWhatIsNoGraph() throws IOException {
        Files.writeString(directory.resolve("model.onnx"), "not at all");
        assertThatThrownBy(() -> ExportCheckpoint.open(directory))
                .hasMessageContaining("model.onnx: is not an ONNX graph");
    }

    @Test
    void precisionsOfCacheAndLogitsMayDiffer() throws IOException {
        graph.getOutputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(DataType.FLOAT16.getNumber());
        assertThat(open().signature())
                .returns(KvPrecision.FP32, GraphSignature::cachePrecision)
                .returns(KvPrecision.FP16, GraphSignature::logitsPrecision);
    }

    private ExportCheckpoint open() throws IOException {
        Files.write(
                directory.resolve("model.onnx"),
                ModelProto.newBuilder().setIrVersion(8).setGraph(graph).build().toByteArray());
        return ExportCheckpoint.open(directory);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused() {
        return assertThatThrownBy(this::open);
    }

    private void config(String json) throws IOException {
        Files.writeString(directory.resolve("config.json"), json);
    }

    private void rename(String from, String to) {
        for (ValueInfoProto.Builder input : graph.getInputBuilderList()) {
            if (input.getName().equals(from)) {
                input.setName(to);
            }
        }
        NodeProto.Builder node = graph.getNodeBuilder(0);
        for (int i = 0; i < node.getInputCount(); i++) {
            if (node.getInput(i).equals(from)) {
                node.setInput(i, to);
            }
        }
    }

    private static NodeProto.Builder attention() {
        return NodeProto.newBuilder()
                .setDomain("com.microsoft")
                .setOpType("GroupQueryAttention")
                .addAllInput(
                        List.of(
                                "q",
                                "k",
                                "v",
                                "past_key_values.0.key",
                                "past_key_values.0.value",
                                "lengths",
                                "total"))
                .addAllOutput(List.of("attended", "present.0.key", "present.0.value"));
    }

    private static ValueInfoProto value(String name, DataType type, long... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (long size : shape) {
            Dimension.Builder dimension = dimensions.addDimBuilder();
            if (size < 0) {
                dimension.setDimParam("open");
            } else {
                dimension.setDimValue(size);
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(
                                        TypeProto.Tensor.newBuilder()
                                                .setElemType(type.getNumber())
                                                .setShape(dimensions)))
                .build();
    }
}
