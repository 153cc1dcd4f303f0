package dev.passerelle.runtime.constrained;

import java.util.Arrays;

/// Which tokens may come next. Not changed once made.
public final class TokenMask {

    private final long[] bits;
    private final boolean empty;

    TokenMask(long[] bits) {
        this.bits = bits;
        this.empty = Arrays.stream(bits).allMatch(word -> word == 0);
    }

    public boolean allows(int token) {
        return token >= 0
                && token < Long.SIZE * bits.length
                && (bits[token >> 6] >>> token & 1) != 0;
    }

    public boolean isEmpty() {
        return empty;
    }

    /// Tokens that may come next.
    public int count() {
        int count = 0;
        for (long word : bits) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /// Bit `t % 64` of word `t / 64` stands for token `t`. Not to be changed.
    public long[] bits() {
        return bits;
    }
}
