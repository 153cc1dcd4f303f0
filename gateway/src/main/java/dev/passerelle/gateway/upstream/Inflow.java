package dev.passerelle.gateway.upstream;

import java.util.Arrays;

/// Bytes that have come and haven't been used: those from `from` up to `to`.
final class Inflow {
    private static final int FIRST_SIZE = 8 << 10;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int from;
    private int to;

    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    int size() {
        return to - from;
    }

    void add(byte[] source, int offset, int length) {
        if (bytes.length - to < length) {
            makeRoom(length);
        }
        System.arraycopy(source, offset, bytes, to, length);
        to += length;
    }

    /// Those before an index are used.
    void usedTo(int index) {
        from = index;
        if (from == to) {
            from = 0;
            to = 0;
        }
    }

    void clear() {
        from = 0;
        to = 0;
    }

    byte[] toArray() {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private void makeRoom(int length) {
        int size = size();
        byte[] target =
                size + length <= bytes.length
                        ? bytes
                        : new byte[Math.max(bytes.length * 2, size + length)];
        System.arraycopy(bytes, from, target, 0, size);
        bytes = target;
        from = 0;
        to = size;
    }
}
