package dev.passerelle.runtime.importer.weights;

import java.lang.foreign.MemorySegment;

/// Reads the integer codes of quantised blocks as they are stored.
///
/// Codes are unsigned and centred: a weight is `scale * (code - 2^(bits-1))`, for `Q4_1` plus the
/// block's offset.
final class StoredCodes {

    private StoredCodes() {}

    static void read(ElementType type, MemorySegment row, CodedRow into) {
        int blocks = into.columns() / type.blockElements();
        for (int block = 0; block < blocks; block++) {
            long at = (long) block * type.blockBytes();
            switch (type) {
                case Q8_0 -> bytes(row, at, block, into);
                case Q4_0 -> nibbles(row, at, 2, block, into);
                case Q4_1 -> {
                    nibbles(row, at, 4, block, into);
                    into.offsets()[block] = Bytes.half(row, at + 2) + 8 * into.scales()[block];
                }
                case Q6_K -> sixBits(row, at, block, into);
                case F32, F16, BF16 -> throw new IllegalArgumentException(type + " has no codes");
            }
        }
    }

    private static void bytes(MemorySegment row, long at, int block, CodedRow into) {
        into.scales()[block] = Bytes.half(row, at);
        for (int i = 0; i < 32; i++) {
            into.codes()[block * 32 + i] = (byte) (Bytes.signed(row, at + 2 + i) + 128);
        }
    }

    private static void nibbles(MemorySegment row, long at, int header, int block, CodedRow into) {
        into.scales()[block] = Bytes.half(row, at);
        for (int i = 0; i < 16; i++) {
            int pair = Bytes.unsigned(row, at + header + i);
            into.codes()[block * 32 + i] = (byte) (pair & 15);
            into.codes()[block * 32 + 16 + i] = (byte) (pair >> 4);
        }
    }

    private static void sixBits(MemorySegment row, long at, int block, CodedRow into) {
        float d = Bytes.half(row, at + 208);
        for (int scale = 0; scale < 16; scale++) {
            into.scales()[block * 16 + scale] = d * Bytes.signed(row, at + 192 + scale);
        }
        for (int half = 0; half < 2; half++) {
            long low = at + half * 64L;
            long high = at + 128 + half * 32L;
            int to = block * 256 + half * 128;
            for (int i = 0; i < 32; i++) {
                int first = Bytes.unsigned(row, low + i);
                int second = Bytes.unsigned(row, low + 32 + i);
                int top = Bytes.unsigned(row, high + i);
                into.codes()[to + i] = sixBit(first & 15, top);
                into.codes()[to + 32 + i] = sixBit(second & 15, top >> 2);
                into.codes()[to + 64 + i] = sixBit(first >> 4, top >> 4);
                into.codes()[to + 96 + i] = sixBit(second >> 4, top >> 6);
            }
        }
    }

    private static byte sixBit(int low, int high) {
        return (byte) ((low | (high & 3) << 4) - 32 + 128);
    }
}
