package dev.passerelle.runtime.importer.weights;

import org.jspecify.annotations.Nullable;

/// Decodes the rows of one tensor, with what an adapter adds to them.
///
/// On the heap are the adapter's `[rank, columns]` for this tensor, and rows.
final class RowReader implements WeightRows.Reader {

    private final StoredTensor tensor;
    private final @Nullable LowRankUpdate update;
    private final float[][] down;
    private final float[] up;

    RowReader(StoredTensor tensor) {
        this.tensor = tensor;
        this.update = tensor.update();
        this.down = update == null ? new float[0][] : rows(update.down());
        this.up = new float[down.length];
    }

    private static float[][] rows(StoredTensor matrix) {
        float[][] rows = new float[Math.toIntExact(matrix.rows())][matrix.columns()];
        for (int i = 0; i < rows.length; i++) {
            BlockDecoder.decode(matrix.type(), matrix.row(i), rows[i], matrix.columns());
        }
        return rows;
    }

    /// Fills `row`, of the tensor's columns.
    @Override
    public void read(long index, float[] row) {
        BlockDecoder.decode(tensor.type(), tensor.row(index), row, row.length);
        if (update != null) {
            add(update, index, row);
        }
    }

    /// In fp32, as merging a model that was loaded so would.
    private void add(LowRankUpdate added, long index, float[] row) {
        StoredTensor source = added.up();
        BlockDecoder.decode(source.type(), source.row(added.source(index)), up, source.columns());
        for (int k = 0; k < down.length; k++) {
            float factor = added.scale() * up[k];
            float[] direction = down[k];
            for (int i = 0; i < row.length; i++) {
                row[i] += factor * direction[i];
            }
        }
    }
}
