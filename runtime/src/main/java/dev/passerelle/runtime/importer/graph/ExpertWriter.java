package dev.passerelle.runtime.importer.graph;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.weights.BlockDecoder;
import dev.passerelle.runtime.importer.weights.CodedRow;
import dev.passerelle.runtime.importer.weights.RowCoder;
import dev.passerelle.runtime.importer.weights.StoredTensor;
import dev.passerelle.runtime.importer.weights.WeightForm;
import java.io.IOException;
import java.util.List;

/// Writes the matrices of all experts of a layer, one expert below the other, into the external
/// data.
final class ExpertWriter {

    private final ExternalData data;

    ExpertWriter(ExternalData data) {
        this.data = data;
    }

    /// An expert's matrices of one shape, whose rows are taken in turn.
    record Stack(List<List<StoredTensor>> experts) {

        long rows() {
            return experts.getFirst().stream().mapToLong(StoredTensor::rows).sum();
        }

        int columns() {
            return experts.getFirst().getFirst().columns();
        }
    }

    /// Places fp32 values, or 8-bit codes with their scales.
    PlacedMatrix place(Stack stack, WeightForm form) throws IOException {
        if (stack.columns() % form.blockSize() != 0) {
            StoredTensor first = stack.experts().getFirst().getFirst();
            throw CheckpointException.tensor(
                    first.file(),
                    first.name(),
                    "row length %d is not a multiple of %d, so it can't be quantised; import it as fp32"
                            .formatted(stack.columns(), form.blockSize()));
        }
        long rows = stack.rows() * stack.experts().size();
        long values = Math.multiplyExact(rows, (long) stack.columns());
        boolean coded = !(form instanceof WeightForm.Float32);
        PlacedMatrix matrix =
                new PlacedMatrix(
                        form,
                        rows,
                        stack.columns(),
                        data.reserve(values * form.bits() / 8),
                        data.reserve(coded ? values / form.blockSize() * Float.BYTES : 0),
                        data.reserve(0));
        data.fill(() -> {
            if (coded) {
                writeCodes(stack, matrix);
            } else {
                writeFloats(stack, matrix);
            }
        });
        return matrix;
    }

    private void writeFloats(Stack stack, PlacedMatrix matrix) throws IOException {
        float[] row = new float[matrix.columns()];
        try (RegionWriter values = data.writer(matrix.values())) {
            for (List<StoredTensor> expert : stack.experts()) {
                for (long i = 0; i < expert.getFirst().rows(); i++) {
                    for (StoredTensor part : expert) {
                        BlockDecoder.decode(part.type(), part.row(i), row, row.length);
                        values.floats(row);
                    }
                }
            }
        }
    }

    private void writeCodes(Stack stack, PlacedMatrix matrix) throws IOException {
        try (RegionWriter values = data.writer(matrix.values());
                RegionWriter scales = data.writer(matrix.scales())) {
            for (List<StoredTensor> expert : stack.experts()) {
                List<RowCoder> coders =
                        expert.stream().map(part -> new RowCoder(part, matrix.form())).toList();
                for (long i = 0; i < expert.getFirst().rows(); i++) {
                    for (RowCoder coder : coders) {
                        CodedRow row = coder.code(i);
                        values.bytes(row.codes(), row.codes().length);
                        scales.floats(row.scales());
                    }
                }
            }
        }
    }
}
