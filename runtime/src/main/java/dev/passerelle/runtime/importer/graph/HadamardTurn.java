package dev.passerelle.runtime.importer.graph;

import java.util.Random;

/// A fixed orthogonal turn of vectors: signs are flipped at random, then each block is multiplied
/// with the normalised Hadamard matrix, so that no element stays much larger than the others
/// (QuaRot, arXiv 2404.00456).
final class HadamardTurn {

    /// A block of rows is held in memory while a matrix is turned.
    private static final int LARGEST_BLOCK = 512;

    private static final long SEED = 64;

    private final float[] signs;
    private final int block;
    private final float norm;

    /// @param size of the vectors; the largest power of two in it becomes the block
    HadamardTurn(int size) {
        this.block = Math.min(LARGEST_BLOCK, Integer.lowestOneBit(size));
        this.norm = (float) (1 / Math.sqrt(block));
        this.signs = new float[size];
        Random random = new Random(SEED);
        for (int i = 0; i < size; i++) {
            signs[i] = random.nextBoolean() ? 1 : -1;
        }
    }

    /// Elements that are mixed with each other.
    int block() {
        return block;
    }

    /// Turns a vector in place.
    void turn(float[] vector) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= signs[i] * norm;
        }
        for (int start = 0; start < vector.length; start += block) {
            for (int half = 1; half < block; half *= 2) {
                for (int pair = 0; pair < block / 2; pair++) {
                    int low = start + pair / half * 2 * half + pair % half;
                    float sum = vector[low] + vector[low + half];
                    vector[low + half] = vector[low] - vector[low + half];
                    vector[low] = sum;
                }
            }
        }
    }

    /// Turns the columns of a block of rows in place.
    ///
    /// @param rows as many as a block has elements
    /// @param first index of the first of them
    void turn(float[][] rows, int first) {
        for (int i = 0; i < block; i++) {
            float factor = signs[first + i] * norm;
            for (int column = 0; column < rows[i].length; column++) {
                rows[i][column] *= factor;
            }
        }
        for (int half = 1; half < block; half *= 2) {
            for (int pair = 0; pair < block / 2; pair++) {
                int low = pair / half * 2 * half + pair % half;
                combine(rows[low], rows[low + half]);
            }
        }
    }

    private static void combine(float[] low, float[] high) {
        for (int column = 0; column < low.length; column++) {
            float sum = low[column] + high[column];
            high[column] = low[column] - high[column];
            low[column] = sum;
        }
    }
}
