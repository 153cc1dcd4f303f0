package dev.passerelle.runtime.importer.graph;

import dev.passerelle.runtime.importer.weights.StoredTensor;

/// A stored matrix whose columns are turned; meant to be read in order, a block of its rows is held
/// at a time.
final class TurnedColumns implements DerivedRows {

    private final StoredTensor stored;
    private final HadamardTurn turn;
    private float[][] block = new float[0][];
    private long first = -1;

    TurnedColumns(StoredTensor stored, HadamardTurn turn) {
        this.stored = stored;
        this.turn = turn;
    }

    @Override
    public StoredTensor stored() {
        return stored;
    }

    @Override
    public void read(long row, float[] out) {
        long start = row - row % turn.block();
        if (start != first) {
            load(start);
        }
        System.arraycopy(block[(int) (row - first)], 0, out, 0, columns());
    }

    private void load(long start) {
        if (block.length == 0) {
            block = new float[turn.block()][columns()];
        }
        Reader reader = stored.reader();
        for (int i = 0; i < block.length; i++) {
            reader.read(start + i, block[i]);
        }
        turn.turn(block, Math.toIntExact(start));
        first = start;
    }
}
