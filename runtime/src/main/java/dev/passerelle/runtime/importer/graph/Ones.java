package dev.passerelle.runtime.importer.graph;

import dev.passerelle.runtime.importer.weights.StoredTensor;
import java.util.Arrays;

/// What is left of a norm's weights once they are folded into the matrices behind it.
record Ones(StoredTensor stored) implements DerivedRows {

    @Override
    public void read(long row, float[] out) {
        Arrays.fill(out, 1);
    }
}
