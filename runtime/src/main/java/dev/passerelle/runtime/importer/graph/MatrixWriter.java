package dev.passerelle.runtime.importer.graph;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.weights.CodedRow;
import dev.passerelle.runtime.importer.weights.RowCoder;
import dev.passerelle.runtime.importer.weights.WeightForm;
import dev.passerelle.runtime.importer.weights.WeightRows;
import java.io.IOException;
import java.util.List;

/// Writes matrices, one above the other, into the external data in a given form.
final class MatrixWriter {

    private final ExternalData data;

    MatrixWriter(ExternalData data) {
        this.data = data;
    }

    /// @param parts matrices of the same row length
    PlacedMatrix place(List<? extends WeightRows> parts, WeightForm form) throws IOException {
        int columns = parts.getFirst().columns();
        if (columns % form.blockSize() != 0) {
            WeightRows first = parts.getFirst();
            throw CheckpointException.tensor(
                    first.file(),
                    first.name(),
                    "row length %d is not a multiple of %d, so it can't be quantised; import it as fp32"
                            .formatted(columns, form.blockSize()));
        }
        long rows = parts.stream().mapToLong(WeightRows::rows).sum();
        PlacedMatrix matrix = reserve(form, rows, columns);
        data.fill(() -> write(parts, matrix));
        return matrix;
    }

    private void write(List<? extends WeightRows> parts, PlacedMatrix matrix) throws IOException {
        switch (matrix.form()) {
            case WeightForm.Float32 _ -> writeFloats(parts, matrix);
            case WeightForm.WholeRow _ -> writeTransposed(parts, matrix);
            case WeightForm.Symmetric _, WeightForm.Affine _ -> writeCodes(parts, matrix);
        }
    }

    private PlacedMatrix reserve(WeightForm form, long rows, int columns) {
        long blocks = rows * (columns / form.blockSize());
        boolean coded = !(form instanceof WeightForm.Float32);
        return new PlacedMatrix(
                form,
                rows,
                columns,
                data.reserve(Math.multiplyExact(rows, (long) columns) * form.bits() / 8),
                data.reserve(coded ? blocks * Float.BYTES : 0),
                data.reserve(form instanceof WeightForm.Affine ? blocks * Float.BYTES : 0));
    }

    private void writeFloats(List<? extends WeightRows> parts, PlacedMatrix matrix)
            throws IOException {
        float[] row = new float[matrix.columns()];
        try (RegionWriter values = data.writer(matrix.values())) {
            for (WeightRows part : parts) {
                WeightRows.Reader reader = part.reader();
                long rows = part.rows();
                for (long i = 0; i < rows; i++) {
                    reader.read(i, row);
                    values.floats(row);
                }
            }
        }
    }

    private void writeCodes(List<? extends WeightRows> parts, PlacedMatrix matrix)
            throws IOException {
        try (RegionWriter values = data.writer(matrix.values());
                RegionWriter scales = data.writer(matrix.scales());
                RegionWriter offsets = data.writer(matrix.offsets())) {
            for (WeightRows part : parts) {
                RowCoder coder = new RowCoder(part, matrix.form());
                long rows = part.rows();
                for (long i = 0; i < rows; i++) {
                    CodedRow row = coder.code(i);
                    values.bytes(row.codes(), pack(row.codes(), matrix.form().bits()));
                    scales.floats(row.scales());
                    if (matrix.form() instanceof WeightForm.Affine) {
                        offsets.floats(row.offsets());
                    }
                }
            }
        }
    }

    private void writeTransposed(List<? extends WeightRows> parts, PlacedMatrix matrix)
            throws IOException {
        try (TransposedWriter values =
                        new TransposedWriter(
                                data, matrix.values(), matrix.rows(), matrix.columns());
                RegionWriter scales = data.writer(matrix.scales())) {
            for (WeightRows part : parts) {
                RowCoder coder = new RowCoder(part, matrix.form());
                long rows = part.rows();
                for (long i = 0; i < rows; i++) {
                    CodedRow row = coder.code(i);
                    values.row(row.codes());
                    scales.floats(row.scales());
                }
            }
        }
    }

    /// Packs codes in place, the first of two nibbles low, and returns how many bytes they take.
    private static int pack(byte[] codes, int bits) {
        if (bits == 8) {
            return codes.length;
        }
        for (int i = 0; i < codes.length / 2; i++) {
            codes[i] = (byte) (codes[2 * i] | codes[2 * i + 1] << 4);
        }
        return codes.length / 2;
    }
}
