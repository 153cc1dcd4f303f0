package dev.passerelle.runtime.importer.graph;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.passerelle.runtime.importer.family.DecoderConfig;
import dev.passerelle.runtime.importer.family.Rope;
import dev.passerelle.runtime.importer.family.RopeScaling;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The cosines and sines that layers turn queries and keys by, each rope's once.
///
/// A rope with another scaling beyond a context has both tables, the one for short contexts above
/// the other; positions point into the second where the cache has room for more than that.
final class RotaryTables {

    private final OnnxGraph graph;
    private final ExternalData data;
    private final DecoderConfig config;
    private final Map<Rope, Table> tables = new LinkedHashMap<>();
    private boolean counted;

    /// @param cos fp32 `[positions, dimensions / 2]`
    /// @param sin fp32 `[positions, dimensions / 2]`
    /// @param positions int64 `[rows, tokens]`, rows of the tables; empty where
    ///   `GroupQueryAttention` counts them itself
    /// @param outside whether `GroupQueryAttention` can't turn so many dimensions
    record Table(Rope rope, String cos, String sin, String positions, boolean outside) {}

    RotaryTables(OnnxGraph graph, ExternalData data, DecoderConfig config) {
        this.graph = graph;
        this.data = data;
        this.config = config;
    }

    Table of(Rope rope) throws IOException {
        Table table = tables.get(rope);
        if (table == null) {
            table = add(rope, "rope." + tables.size());
            tables.put(rope, table);
        }
        return table;
    }

    /// `GroupQueryAttention` takes tables whose width is a multiple of 8, at most half a head.
    private Table add(Rope rope, String name) throws IOException {
        boolean outside = rope.dimensions() / 2 % 8 != 0;
        boolean two = rope.beyond().isPresent();
        int first = two ? Math.min(context(rope), config.contextLength()) : config.contextLength();
        int second = two ? config.contextLength() : 0;
        List<Long> shape = List.of((long) first + second, rope.dimensions() / 2L);
        long bytes = shape.get(0) * shape.get(1) * Float.BYTES;
        ExternalData.Region cosines = data.reserve(bytes);
        ExternalData.Region sines = data.reserve(bytes);
        data.fill(() -> {
            try (RegionWriter cos = data.writer(cosines);
                    RegionWriter sin = data.writer(sines)) {
                write(rope.rotation(rope.scaling()), first, cos, sin);
                if (two) {
                    RopeScaling beyond = rope.beyond().orElseThrow().scaling();
                    write(rope.rotation(beyond), second, cos, sin);
                }
            }
        });
        graph.external(name + ".cos", DataType.FLOAT, shape, cosines);
        graph.external(name + ".sin", DataType.FLOAT, shape, sines);
        String positions = two ? shifted(name, first) : outside ? positions() : "";
        return new Table(rope, name + ".cos", name + ".sin", positions, outside);
    }

    private static int context(Rope rope) {
        return rope.beyond().orElseThrow().context();
    }

    private static void write(Rope.Rotation rotation, int count, RegionWriter cos, RegionWriter sin)
            throws IOException {
        for (int position = 0; position < count; position++) {
            rotation.moveTo(position);
            cos.floats(rotation.cos());
            sin.floats(rotation.sin());
        }
    }

    /// Each token's place in its sequence.
    private String positions() {
        if (!counted) {
            counted = true;
            String one = graph.constant("positions.one", List.of(), List.of(1L));
            String zero = graph.constant("positions.zero", List.of(), List.of(0L));
            String axis = graph.constant("positions.axis", List.of(1L), List.of(1L));
            dimension("input_ids", 1, "positions.tokens");
            graph.node(
                    "Range",
                    List.of(zero, "positions.tokens", one),
                    List.of("positions.range"),
                    Map.of());
            graph.node(
                    "Cast",
                    List.of("seqlens_k"),
                    List.of("positions.last"),
                    Map.of("to", DataType.INT64.getNumber()));
            graph.node("Add", List.of("positions.last", one), List.of("positions.end"), Map.of());
            graph.node(
                    "Sub",
                    List.of("positions.end", "positions.tokens"),
                    List.of("positions.first"),
                    Map.of());
            graph.node(
                    "Unsqueeze",
                    List.of("positions.first", axis),
                    List.of("positions.start"),
                    Map.of());
            graph.node(
                    "Add",
                    List.of("positions.start", "positions.range"),
                    List.of("positions"),
                    Map.of());
        }
        return "positions";
    }

    /// Positions, moved by `first` rows where the cache holds more than that.
    private String shifted(String name, int first) {
        String counted = positions();
        String room = name + ".room";
        dimension("past_key_values.0.key", 2, room);
        String most = graph.constant(name + ".most", List.of(), List.of((long) first));
        graph.node("Greater", List.of(room, most), List.of(name + ".long"), Map.of());
        graph.node(
                "Where",
                List.of(name + ".long", most, "positions.zero"),
                List.of(name + ".shift"),
                Map.of());
        String moved = name + ".positions";
        graph.node("Add", List.of(counted, name + ".shift"), List.of(moved), Map.of());
        return moved;
    }

    private void dimension(String value, int axis, String output) {
        graph.node(
                "Shape",
                List.of(value),
                List.of(output + ".shape"),
                Map.of("start", axis, "end", axis + 1));
        graph.node("Squeeze", List.of(output + ".shape"), List.of(output), Map.of());
    }
}
