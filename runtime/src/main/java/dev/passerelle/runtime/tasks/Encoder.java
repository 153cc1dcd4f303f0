package dev.passerelle.runtime.tasks;

import java.util.List;

/// Computes embeddings; belongs to one thread.
interface Encoder extends AutoCloseable {

    /// One unit-length vector a row of token ids. Rows may differ in length.
    List<float[]> run(List<int[]> rows);

    @Override
    void close();
}
