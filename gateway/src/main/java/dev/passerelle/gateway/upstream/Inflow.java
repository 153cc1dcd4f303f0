package dev.passerelle.gateway.upstream;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Bytes that have come and haven't been used: those from `from` up to `to`.
final class Inflow {
    private static final int FIRST_SIZE = 8 << 10;

    private byte[] bytes;
    private int from;
    private int to;

    Inflow() {
        this(FIRST_SIZE);
    }

    /// @param size how many are expected
    Inflow(int size) {
        bytes = new byte[size];
    }

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
        room(length);
        System.arraycopy(source, offset, bytes, to, length);
        to += length;
    }

    void add(ByteBuffer source) {
        int length = source.remaining();
        room(length);
        source.get(bytes, to, length);
        to += length;
    }

    /// How many more may be written behind those there are, before it is told by [#added]: some.
    int room() {
        if (to == bytes.length) {
            makeRoom(Math.max(FIRST_SIZE, bytes.length));
        }
        return bytes.length - to;
    }

    /// Makes room for so many; returns where it begins.
    int room(int length) {
        if (bytes.length - to < length) {
            makeRoom(length);
        }
        return to;
    }

    void added(int length) {
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
