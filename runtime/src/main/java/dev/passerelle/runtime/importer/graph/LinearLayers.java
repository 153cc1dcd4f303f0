package dev.passerelle.runtime.importer.graph;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.passerelle.runtime.importer.graph.WeightPolicy.Granularity;
import dev.passerelle.runtime.importer.weights.RowCoder;
import dev.passerelle.runtime.importer.weights.StoredTensor;
import dev.passerelle.runtime.importer.weights.WeightForm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Adds matrix products and embedding look-ups over stored weights to a graph.
final class LinearLayers {

    private final OnnxGraph graph;
    private final MatrixWriter writer;
    private final WeightPolicy policy;
    private final Set<String> summed = new HashSet<>();

    LinearLayers(OnnxGraph graph, ExternalData data, WeightPolicy policy) {
        this.graph = graph;
        this.writer = new MatrixWriter(data);
        this.policy = policy;
    }

    /// Adds `output = input · [parts]ᵀ`, the parts' rows one above the other: as one product where
    /// one form holds them all, else as one a part and a concatenation.
    void project(String input, List<StoredTensor> parts, String output, Granularity granularity)
            throws IOException {
        Optional<WeightForm> form = commonForm(parts, granularity);
        if (form.isPresent()) {
            product(input, writer.place(parts, form.get()), output);
            return;
        }
        List<String> pieces = new ArrayList<>();
        for (StoredTensor part : parts) {
            String piece = output + "." + pieces.size();
            pieces.add(piece);
            PlacedMatrix placed =
                    writer.place(List.of(part), policy.form(part.keptType(), granularity));
            product(input, placed, piece);
        }
        graph.node("Concat", pieces, List.of(output), Map.of("axis", -1));
    }

    private Optional<WeightForm> commonForm(List<StoredTensor> parts, Granularity granularity) {
        List<WeightForm> forms =
                parts.stream()
                        .map(part -> policy.form(part.keptType(), granularity))
                        .distinct()
                        .toList();
        if (forms.size() == 1) {
            return Optional.of(forms.getFirst());
        }
        WeightForm finest =
                new WeightForm.Symmetric(
                        forms.stream().mapToInt(WeightForm::bits).max().orElseThrow(),
                        forms.stream().mapToInt(WeightForm::blockSize).min().orElseThrow());
        return forms.stream().allMatch(form -> RowCoder.holds(finest, form))
                ? Optional.of(finest)
                : Optional.empty();
    }

    /// Places a table, to be looked up with [#lookUp] and, when tied, multiplied with [#product].
    PlacedMatrix place(StoredTensor table) throws IOException {
        return writer.place(List.of(table), policy.form(table.keptType(), Granularity.STORED));
    }

    /// Adds `output = table[ids]`.
    void lookUp(String ids, PlacedMatrix table, String output) {
        List<Long> flat = List.of(table.rows(), (long) table.columns() * table.form().bits() / 8);
        if (table.form() instanceof WeightForm.Float32) {
            List<Long> shape = List.of(table.rows(), (long) table.columns());
            String values =
                    graph.external(output + ".table", DataType.FLOAT, shape, table.values());
            graph.node("Gather", List.of(values, ids), List.of(output), Map.of("axis", 0));
            return;
        }
        boolean affine = table.form() instanceof WeightForm.Affine;
        String codes = graph.external(output + ".table", DataType.UINT8, flat, table.values());
        String scales = perBlock(output + ".table.scales", table, table.scales());
        String symmetric = affine ? output + ".symmetric" : output;
        graph.microsoft(
                "GatherBlockQuantized",
                List.of(codes, ids, scales),
                List.of(symmetric),
                Map.of(
                        "bits",
                        table.form().bits(),
                        "block_size",
                        table.form().blockSize(),
                        "gather_axis",
                        0,
                        "quantize_axis",
                        1));
        if (affine) {
            addLookedUpOffsets(ids, table, symmetric, output);
        }
    }

    private void addLookedUpOffsets(
            String ids, PlacedMatrix table, String symmetric, String output) {
        String offsets = perBlock(output + ".table.offsets", table, table.offsets());
        String each = output + ".offsets";
        graph.node("Gather", List.of(offsets, ids), List.of(each), Map.of("axis", 0));
        long blocks = table.blocks();
        long size = table.form().blockSize();
        String column =
                graph.constant(output + ".column", List.of(4L), List.of(0L, 0L, blocks, 1L));
        String blocked =
                graph.constant(output + ".blocked", List.of(4L), List.of(0L, 0L, blocks, size));
        String whole =
                graph.constant(output + ".whole", List.of(3L), List.of(0L, 0L, blocks * size));
        graph.node("Reshape", List.of(each, column), List.of(each + ".column"), Map.of());
        graph.node("Reshape", List.of(symmetric, blocked), List.of(each + ".base"), Map.of());
        graph.node(
                "Add", List.of(each + ".base", each + ".column"), List.of(each + ".sum"), Map.of());
        graph.node("Reshape", List.of(each + ".sum", whole), List.of(output), Map.of());
    }

    /// Adds `output = input · matrixᵀ`.
    void product(String input, PlacedMatrix matrix, String output) {
        switch (matrix.form()) {
            case WeightForm.Float32 _ -> floatProduct(input, matrix, output);
            case WeightForm.Symmetric _ -> codeProduct(input, matrix, output, output);
            case WeightForm.Affine _ -> affineProduct(input, matrix, output);
        }
    }

    private void floatProduct(String input, PlacedMatrix matrix, String output) {
        String weight =
                graph.external(
                        output + ".weight",
                        DataType.FLOAT,
                        List.of(matrix.rows(), (long) matrix.columns()),
                        matrix.values());
        transposed(input, weight, output);
    }

    private void transposed(String input, String weight, String output) {
        graph.microsoft(
                "FusedMatMul", List.of(input, weight), List.of(output), Map.of("transB", 1));
    }

    private void codeProduct(String input, PlacedMatrix matrix, String name, String output) {
        String codes =
                graph.external(
                        name + ".codes",
                        DataType.UINT8,
                        List.of(matrix.rows(), (long) matrix.blocks(), (long) matrix.blockBytes()),
                        matrix.values());
        String scales = perBlock(name + ".scales", matrix, matrix.scales());
        graph.microsoft(
                "MatMulNBits",
                List.of(input, codes, scales),
                List.of(output),
                Map.of(
                        "K", matrix.columns(),
                        "N", Math.toIntExact(matrix.rows()),
                        "bits", matrix.form().bits(),
                        "block_size", matrix.form().blockSize(),
                        "accuracy_level", policy.accuracyLevel()));
    }

    /// The symmetric part's product plus each block's input sum times the block's offset: the sums
    /// are added once an input.
    private void affineProduct(String input, PlacedMatrix matrix, String output) {
        String sums = input + ".sums" + matrix.form().blockSize();
        if (summed.add(sums)) {
            long size = matrix.form().blockSize();
            String ones = graph.constant(sums + ".axis", List.of(1L), List.of(-1L));
            String shape =
                    graph.constant(
                            sums + ".shape",
                            List.of(4L),
                            List.of(0L, -1L, (long) matrix.blocks(), size));
            graph.node("Reshape", List.of(input, shape), List.of(sums + ".blocked"), Map.of());
            graph.node(
                    "ReduceSum",
                    List.of(sums + ".blocked", ones),
                    List.of(sums),
                    Map.of("keepdims", 0));
        }
        codeProduct(input, matrix, output, output + ".symmetric");
        String offsets = perBlock(output + ".offsets", matrix, matrix.offsets());
        transposed(sums, offsets, output + ".shift");
        graph.node(
                "Add",
                List.of(output + ".symmetric", output + ".shift"),
                List.of(output),
                Map.of());
    }

    private String perBlock(String name, PlacedMatrix matrix, ExternalData.Region region) {
        return graph.external(
                name, DataType.FLOAT, List.of(matrix.rows(), (long) matrix.blocks()), region);
    }
}
