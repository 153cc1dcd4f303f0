package dev.passerelle.runtime.importer.weights;

import java.lang.foreign.MemorySegment;

/// Reads the integer codes of quantised blocks as they are stored.
///
/// Codes are unsigned and centred: a weight is `scale * (code - 2^(bits-1))`, for affine types plus
/// the block's offset. Affine types are centred on the middle of their own range, so that as little
/// as possible is left to the codes. Layouts: `ggml-common.h` and `ggml-quants.c` of ggml.
final class StoredCodes {

    /// The values of `IQ4_NL` and `IQ4_XS` (`kvalues_iq4nl`).
    private static final byte[] UNEVEN = {
        -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
    };

    private StoredCodes() {}

    static void read(ElementType type, MemorySegment row, CodedRow into) {
        int blocks = into.columns() / type.blockElements();
        for (int block = 0; block < blocks; block++) {
            long at = (long) block * type.blockBytes();
            int to = block * type.blockElements();
            switch (type) {
                case Q8_0 -> bytes(row, at, to, into);
                case Q4_0 -> {
                    scale(row, at, block, into);
                    nibbles(row, at + 2, to, into);
                }
                case Q4_1 -> {
                    scale(row, at, block, into);
                    offset(row, at + 2, block, 8, into);
                    nibbles(row, at + 4, to, into);
                }
                case Q5_0 -> {
                    scale(row, at, block, into);
                    fiveBits(row, at + 2, to, into);
                }
                case Q5_1 -> {
                    scale(row, at, block, into);
                    offset(row, at + 2, block, 16, into);
                    fiveBits(row, at + 4, to, into);
                }
                case IQ4_NL -> {
                    scale(row, at, block, into);
                    unevenNibbles(row, at + 2, to, into);
                }
                case Q2_K -> SuperBlocks.q2(row, at, block, into);
                case Q3_K -> SuperBlocks.q3(row, at, block, into);
                case Q4_K -> SuperBlocks.q4(row, at, block, into);
                case Q5_K -> SuperBlocks.q5(row, at, block, into);
                case Q6_K -> SuperBlocks.q6(row, at, block, into);
                case IQ4_XS -> SuperBlocks.iq4(row, at, block, into);
                case F32, F16, BF16 -> throw new IllegalArgumentException(type + " has no codes");
            }
        }
    }

    private static void scale(MemorySegment row, long at, int block, CodedRow into) {
        into.scales()[block] = Bytes.half(row, at);
    }

    private static void offset(MemorySegment row, long at, int block, int middle, CodedRow into) {
        into.offsets()[block] = Bytes.half(row, at) + middle * into.scales()[block];
    }

    private static void bytes(MemorySegment row, long at, int to, CodedRow into) {
        into.scales()[to / 32] = Bytes.half(row, at);
        for (int i = 0; i < 32; i++) {
            into.codes()[to + i] = (byte) (Bytes.signed(row, at + 2 + i) + 128);
        }
    }

    /// 16 bytes: low nibbles first, then high ones.
    private static void nibbles(MemorySegment row, long at, int to, CodedRow into) {
        for (int i = 0; i < 16; i++) {
            int pair = Bytes.unsigned(row, at + i);
            into.codes()[to + i] = (byte) (pair & 15);
            into.codes()[to + 16 + i] = (byte) (pair >> 4);
        }
    }

    /// 32 fifth bits, then nibbles.
    private static void fiveBits(MemorySegment row, long at, int to, CodedRow into) {
        int fifth = row.get(Bytes.INT, at);
        for (int i = 0; i < 16; i++) {
            int pair = Bytes.unsigned(row, at + 4 + i);
            into.codes()[to + i] = centred((pair & 15) | ((fifth >>> i) & 1) << 4, 16);
            into.codes()[to + 16 + i] = centred((pair >> 4) | ((fifth >>> (16 + i)) & 1) << 4, 16);
        }
    }

    /// 16 bytes of nibbles that number [#UNEVEN] values.
    static void unevenNibbles(MemorySegment row, long at, int to, CodedRow into) {
        for (int i = 0; i < 16; i++) {
            int pair = Bytes.unsigned(row, at + i);
            into.codes()[to + i] = (byte) (UNEVEN[pair & 15] + 128);
            into.codes()[to + 16 + i] = (byte) (UNEVEN[pair >> 4] + 128);
        }
    }

    /// An eight-bit code.
    static byte centred(int value, int middle) {
        return (byte) (value - middle + 128);
    }
}
