package dev.passerelle.runtime.importer.graph;

import dev.passerelle.runtime.importer.weights.StoredTensor;
import java.util.Optional;

/// A stored matrix whose rows are turned, their columns first multiplied with a norm's weights
/// where one is folded in.
record TurnedRows(StoredTensor stored, Optional<float[]> factors, HadamardTurn turn)
        implements DerivedRows {

    @Override
    public void read(long row, float[] out) {
        reader().read(row, out);
    }

    @Override
    public Reader reader() {
        Reader reader = stored.reader();
        return (row, out) -> {
            reader.read(row, out);
            turn(out);
        };
    }

    private void turn(float[] out) {
        factors.ifPresent(norm -> multiply(out, norm));
        turn.turn(out);
    }

    private static void multiply(float[] values, float[] factors) {
        for (int i = 0; i < factors.length; i++) {
            values[i] *= factors[i];
        }
    }
}
