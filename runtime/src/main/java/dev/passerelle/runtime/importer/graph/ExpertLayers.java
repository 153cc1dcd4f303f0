package dev.passerelle.runtime.importer.graph;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.passerelle.runtime.importer.family.Experts;
import dev.passerelle.runtime.importer.family.ModelWeights;
import dev.passerelle.runtime.importer.family.TensorRole;
import dev.passerelle.runtime.importer.graph.ExpertWriter.Stack;
import dev.passerelle.runtime.importer.graph.WeightPolicy.Granularity;
import dev.passerelle.runtime.importer.weights.WeightForm;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Adds mixtures of experts: the router in fp32, then ONNX Runtime's `MoE` on fp32 weights or
/// `QMoE` on 8-bit ones, which compute only the experts that tokens are sent to.
///
/// `QMoE` multiplies in fp32, whatever the activations; its 4-bit form is several times slower than
/// the 8-bit one on CPUs.
final class ExpertLayers {

    private static final int BITS = 8;

    private final OnnxGraph graph;
    private final FloatVectors vectors;
    private final ExpertWriter writer;
    private final WeightPolicy policy;
    private final ModelWeights weights;

    ExpertLayers(
            OnnxGraph graph,
            ExternalData data,
            FloatVectors vectors,
            WeightPolicy policy,
            ModelWeights weights) {
        this.graph = graph;
        this.vectors = vectors;
        this.writer = new ExpertWriter(data);
        this.policy = policy;
        this.weights = weights;
    }

    String add(int layer, Experts experts, String input) throws IOException {
        String name = "layer." + layer + ".experts";
        mix(layer, experts, input, name);
        return experts.normalised() ? name : weighed(experts, name);
    }

    /// What the experts give times the sum of the chosen ones' probabilities, which scaling their
    /// weights to 1 has divided by.
    ///
    /// ONNX Runtime 1.29 has an attribute to leave the weights unscaled, but then gives wrong
    /// results on CPUs where its output is given its input's memory.
    private String weighed(Experts experts, String name) {
        String scores = name + ".scores";
        graph.node(
                "Softmax", List.of(scores), List.of(name + ".probabilities"), Map.of("axis", -1));
        String count =
                graph.constant(name + ".chosen", List.of(1L), List.of((long) experts.perToken()));
        graph.node(
                "TopK",
                List.of(name + ".probabilities", count),
                List.of(name + ".best", name + ".best_ids"),
                Map.of("axis", -1));
        String axis = graph.constant(name + ".axis", List.of(1L), List.of(-1L));
        graph.node(
                "ReduceSum",
                List.of(name + ".best", axis),
                List.of(name + ".sum"),
                Map.of("keepdims", 1));
        String output = name + ".weighed";
        graph.node("Mul", List.of(name, name + ".sum"), List.of(output), Map.of());
        return output;
    }

    private void mix(int layer, Experts experts, String input, String name) throws IOException {
        vectors.product(input, weights.get(TensorRole.ROUTER, layer), name + ".scores");
        String flat =
                graph.constant(name + ".flat", List.of(2L), List.of(-1L, (long) experts.count()));
        String scores = name + ".token_scores";
        graph.node("Reshape", List.of(name + ".scores", flat), List.of(scores), Map.of());
        Stack gateUp = stack(layer, experts, TensorRole.EXPERT_GATE, TensorRole.EXPERT_UP);
        Stack down = stack(layer, experts, TensorRole.EXPERT_DOWN);
        WeightForm form = form(gateUp, down);
        PlacedMatrix first = writer.place(gateUp, form);
        PlacedMatrix second = writer.place(down, form);
        if (form instanceof WeightForm.Float32) {
            String up = values(name + ".gate_up", DataType.FLOAT, experts, first);
            String back = values(name + ".down", DataType.FLOAT, experts, second);
            graph.microsoft(
                    "MoE",
                    List.of(input, scores, up, "", back),
                    List.of(name),
                    attributes(experts));
            return;
        }
        Map<String, Object> attributes = attributes(experts);
        attributes.put("expert_weight_bits", BITS);
        attributes.put("block_size", form.blockSize());
        graph.microsoft(
                "QMoE",
                List.of(
                        input,
                        scores,
                        values(name + ".gate_up", DataType.UINT8, experts, first),
                        scales(name + ".gate_up.scales", experts, first),
                        "",
                        values(name + ".down", DataType.UINT8, experts, second),
                        scales(name + ".down.scales", experts, second)),
                List.of(name),
                attributes);
    }

    private Stack stack(int layer, Experts experts, TensorRole... roles) {
        return new Stack(
                IntStream.range(0, experts.count())
                        .mapToObj(expert ->
                                Stream.of(roles)
                                        .map(role -> weights.expert(role, layer, expert))
                                        .toList())
                        .toList());
    }

    /// Fp32 where all weights are wanted so; else eight bits, which hold every symmetric form of
    /// stored weights exactly in blocks as small as theirs.
    private WeightForm form(Stack... stacks) {
        List<WeightForm> forms =
                Stream.of(stacks)
                        .flatMap(stack -> stack.experts().stream())
                        .flatMap(List::stream)
                        .map(each -> policy.form(each, Granularity.STORED))
                        .distinct()
                        .toList();
        if (forms.stream().allMatch(WeightForm.Float32.class::isInstance)) {
            return WeightForm.FLOAT32;
        }
        boolean symmetric = forms.stream().allMatch(WeightForm.Symmetric.class::isInstance);
        int smallest = forms.stream().mapToInt(WeightForm::blockSize).min().orElseThrow();
        return new WeightForm.Symmetric(BITS, symmetric && smallest >= 32 ? 32 : 16);
    }

    private static Map<String, Object> attributes(Experts experts) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("k", experts.perToken());
        attributes.put("activation_type", "swiglu");
        attributes.put("swiglu_fusion", 1);
        attributes.put("activation_alpha", 1f);
        attributes.put("activation_beta", 0f);
        attributes.put("normalize_routing_weights", 1);
        return attributes;
    }

    private String values(String name, DataType type, Experts experts, PlacedMatrix matrix) {
        long rows = matrix.rows() / experts.count();
        List<Long> shape = List.of((long) experts.count(), rows, (long) matrix.columns());
        return graph.external(name + ".weights", type, shape, matrix.values());
    }

    private String scales(String name, Experts experts, PlacedMatrix matrix) {
        long rows = matrix.rows() / experts.count();
        List<Long> shape = List.of((long) experts.count(), rows, (long) matrix.blocks());
        return graph.external(name, DataType.FLOAT, shape, matrix.scales());
    }
}
