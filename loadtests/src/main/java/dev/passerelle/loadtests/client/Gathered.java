package dev.passerelle.loadtests.client;

import java.util.Arrays;

/// Bytes put together, up to a bound.
final class Gathered {
    private static final int FIRST = 1 << 10;
    private static final int MOST = 256 << 20;

    private byte[] bytes = {};
    private int length;

    void add(byte[] source, int from, int to) throws BrokenAnswer {
        int more = to - from;
        if (more > MOST - length) {
            throw new BrokenAnswer("answer too long");
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.max(FIRST, 2 * length), length + more));
        }
        System.arraycopy(source, from, bytes, length, more);
        length += more;
    }

    void clear() {
        length = 0;
    }

    boolean isEmpty() {
        return length == 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
