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

    /// The type that a graph keeps it as.
    default ElementType keptType() {
        return type();
    }

    /// Puts a row's values into `out`, which has [#columns()] of them. Who reads many rows does so
    /// with one [#reader()].
    void read(long row, float[] out);

    /// Reads rows, keeping what it needs for each of them.
    default Reader reader() {
        return this::read;
    }

    /// Puts a row's values into `out`.
    @FunctionalInterface
    interface Reader {
        void read(long row, float[] out);
    }

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
