package dev.passerelle.runtime.importer.weights;

import java.nio.file.Path;

/// A weight matrix that is read row by row: a stored one, or one computed from it.
public interface WeightRows {

    /// Where it comes from, for messages.
    Path file();

    String name();

    /// What holds its values exactly.
    ElementType type();

    long rows();

    int columns();

    /// Puts a row's values into `out`, which has [#columns()] of them.
    void read(long row, float[] out);

    /// All values, row by row; for norms and other small tensors.
    default float[] floats() {
        int rows = Math.toIntExact(rows());
        float[] row = new float[columns()];
        float[] all = new float[Math.multiplyExact(rows, row.length)];
        for (int i = 0; i < rows; i++) {
            read(i, row);
            System.arraycopy(row, 0, all, i * row.length, row.length);
        }
        return all;
    }
}
