package dev.passerelle.runtime.constrained;

/// Which tokens may come next. Not changed once made.
public final class TokenMask {

    private final long[] bits;

    TokenMask(long[] bits) {
        this.bits = bits;
    }

    public boolean allows(int token) {
        return token >= 0
                && token < Long.SIZE * bits.length
                && (bits[token >> 6] >>> token & 1) != 0;
    }

    public boolean isEmpty() {
        return count() == 0;
    }

    /// Tokens that may come next.
    public int count() {
        int count = 0;
        for (long word : bits) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /// Makes all other tokens impossible: their logits become negative infinity.
    public void apply(float[] logits) {
        for (int word = 0; Long.SIZE * word < logits.length; word++) {
            long allowed = word < bits.length ? bits[word] : 0;
            if (allowed != -1) {
                apply(allowed, logits, Long.SIZE * word);
            }
        }
    }

    private static void apply(long allowed, float[] logits, int from) {
        int to = Math.min(from + Long.SIZE, logits.length);
        for (int token = from; token < to; token++) {
            if ((allowed >>> token & 1) == 0) {
                logits[token] = Float.NEGATIVE_INFINITY;
            }
        }
    }
}
