package dev.passerelle.runtime.importer.graph;

import dev.passerelle.runtime.importer.family.DecoderConfig;
import dev.passerelle.runtime.importer.family.LayerAttention;
import dev.passerelle.runtime.importer.family.Rope;
import dev.passerelle.runtime.importer.family.TensorRole;
import dev.passerelle.runtime.importer.graph.RotaryTables.Table;
import dev.passerelle.runtime.importer.graph.WeightPolicy.Granularity;
import dev.passerelle.runtime.importer.weights.WeightRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Adds grouped-query attention over the KV cache.
final class AttentionLayers {

    private final OnnxGraph graph;
    private final AttentionType type;
    private final LinearLayers linear;
    private final FloatVectors vectors;
    private final RotaryTables ropes;
    private final DecoderConfig config;
    private final DecoderWeights weights;

    AttentionLayers(
            OnnxGraph graph,
            AttentionType type,
            LinearLayers linear,
            FloatVectors vectors,
            RotaryTables ropes,
            DecoderConfig config,
            DecoderWeights weights) {
        this.graph = graph;
        this.type = type;
        this.linear = linear;
        this.vectors = vectors;
        this.ropes = ropes;
        this.config = config;
        this.weights = weights;
    }

    /// What the heads attend to, `[rows, tokens, heads * headDim]`.
    String attend(int layer, String input) throws IOException {
        LayerAttention attention = config.attention().get(layer);
        Optional<Rope> rope = attention.rope();
        Optional<Table> table =
                rope.isEmpty() ? Optional.empty() : Optional.of(ropes.of(rope.get()));
        Optional<Table> outside = table.filter(Table::outside);
        Optional<Table> inside = table.filter(each -> !each.outside());
        String qkv = queriesKeysValues(layer, input);
        boolean packed = outside.isEmpty() && weights.find(TensorRole.QUERY_NORM, layer).isEmpty();
        List<String> inputs =
                new ArrayList<>(
                        packed
                                ? List.of(type.in(qkv), "", "")
                                : parts(layer, qkv, outside).stream().map(type::in).toList());
        inputs.add("past_key_values." + layer + ".key");
        inputs.add("past_key_values." + layer + ".value");
        inputs.add("seqlens_k");
        inputs.add("total_sequence_length");
        inside.ifPresent(each -> inputs.addAll(List.of(type.in(each.cos()), type.in(each.sin()))));
        inside.filter(each -> !each.positions().isEmpty())
                .ifPresent(each -> inputs.add(each.positions()));
        String output = "layer." + layer + ".attention";
        graph.microsoft(
                "GroupQueryAttention",
                inputs,
                List.of(
                        type.inner(output),
                        "present." + layer + ".key",
                        "present." + layer + ".value"),
                attributes(attention, inside));
        return type.out(output);
    }

    /// Adds the output projection.
    String project(int layer, String attended) throws IOException {
        String output = "layer." + layer + ".attention_output";
        linear.project(
                attended,
                List.of(weights.get(TensorRole.ATTENTION_OUTPUT, layer)),
                output,
                Granularity.FINE);
        return vectors.bias(output, biases(layer, TensorRole.ATTENTION_OUTPUT_BIAS));
    }

    private String queriesKeysValues(int layer, String input) throws IOException {
        String qkv = "layer." + layer + ".qkv";
        linear.project(
                input,
                List.of(
                        weights.get(TensorRole.QUERY, layer),
                        weights.get(TensorRole.KEY, layer),
                        weights.get(TensorRole.VALUE, layer)),
                qkv,
                Granularity.NORMED);
        return vectors.bias(
                qkv,
                biases(layer, TensorRole.QUERY_BIAS, TensorRole.KEY_BIAS, TensorRole.VALUE_BIAS));
    }

    private List<WeightRows> biases(int layer, TensorRole... roles) {
        return Stream.of(roles).flatMap(role -> weights.find(role, layer).stream()).toList();
    }

    private Map<String, Object> attributes(LayerAttention attention, Optional<Table> rope) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("num_heads", config.heads());
        attributes.put("kv_num_heads", config.kvHeads());
        attributes.put("scale", config.scales().attention());
        attributes.put("do_rotary", rope.isPresent() ? 1 : 0);
        attributes.put(
                "rotary_interleaved",
                rope.filter(each -> each.rope().interleaved()).isPresent() ? 1 : 0);
        if (attention.window() > 0) {
            attributes.put("local_window_size", attention.window());
        }
        if (config.scales().attentionCap() > 0) {
            attributes.put("softcap", config.scales().attentionCap());
        }
        return attributes;
    }

    /// Queries, keys and values apart, the former two normed and turned.
    private List<String> parts(int layer, String qkv, Optional<Table> rope) throws IOException {
        long queries = (long) config.heads() * config.headDim();
        long keys = (long) config.kvHeads() * config.headDim();
        String name = "layer." + layer;
        String sizes = graph.constant(qkv + ".sizes", List.of(3L), List.of(queries, keys, keys));
        graph.node(
                "Split",
                List.of(qkv, sizes),
                List.of(name + ".query", name + ".key", name + ".value"),
                Map.of("axis", -1));
        String query = norm(name + ".query", weights.find(TensorRole.QUERY_NORM, layer));
        String key = norm(name + ".key", weights.find(TensorRole.KEY_NORM, layer));
        if (rope.isPresent()) {
            query = turn(query, config.heads(), rope.get());
            key = turn(key, config.kvHeads(), rope.get());
        }
        return List.of(query, key, name + ".value");
    }

    /// Norms each head, or all together, as the weight's length says.
    private String norm(String input, Optional<WeightRows> weight) throws IOException {
        if (weight.isEmpty()) {
            return input;
        }
        String output = input + ".normed";
        if (weight.get().columns() != config.headDim()) {
            return vectors.norm(input, weight.get(), output);
        }
        String heads =
                graph.constant(
                        input + ".heads",
                        List.of(4L),
                        List.of(0L, 0L, -1L, (long) config.headDim()));
        String flat = graph.constant(input + ".flat", List.of(3L), List.of(0L, 0L, -1L));
        graph.node("Reshape", List.of(input, heads), List.of(input + ".by_head"), Map.of());
        String normed = vectors.norm(input + ".by_head", weight.get(), input + ".by_head.normed");
        graph.node("Reshape", List.of(normed, flat), List.of(output), Map.of());
        return output;
    }

    private String turn(String input, int heads, Table table) {
        String output = input + ".turned";
        graph.microsoft(
                "RotaryEmbedding",
                List.of(input, table.positions(), table.cos(), table.sin()),
                List.of(output),
                Map.of(
                        "interleaved",
                        table.rope().interleaved() ? 1 : 0,
                        "num_heads",
                        heads,
                        "rotary_embedding_dim",
                        table.rope().dimensions()));
        return output;
    }
}
