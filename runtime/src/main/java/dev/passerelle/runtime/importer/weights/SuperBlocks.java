package dev.passerelle.runtime.importer.weights;

import java.lang.foreign.MemorySegment;

/// Reads super-blocks of 256 elements, whose blocks have short scales in units of one half-float.
final class SuperBlocks {

    private SuperBlocks() {}

    /// 16 bytes of scale and minimum nibbles, 64 of codes, `d`, `dmin`.
    static void q2(MemorySegment row, long at, int block, CodedRow into) {
        float d = Bytes.half(row, at + 80);
        float dmin = Bytes.half(row, at + 82);
        for (int i = 0; i < 16; i++) {
            int both = Bytes.unsigned(row, at + i);
            into.scales()[block * 16 + i] = d * (both & 15);
            offset(dmin * (both >> 4), block * 16 + i, 2, into);
        }
        for (int i = 0; i < 256; i++) {
            into.codes()[block * 256 + i] = (byte) (twoBits(row, at + 16, i) - 2 + 8);
        }
    }

    /// 32 bytes of third bits, 64 of the lower two, 12 of scales, `d`.
    static void q3(MemorySegment row, long at, int block, CodedRow into) {
        float d = Bytes.half(row, at + 108);
        for (int i = 0; i < 16; i++) {
            int low = (Bytes.unsigned(row, at + 96 + i % 8) >> (4 * (i / 8))) & 15;
            int high = (Bytes.unsigned(row, at + 104 + i % 4) >> (2 * (i / 4))) & 3;
            into.scales()[block * 16 + i] = d * ((low | (high << 4)) - 32);
        }
        for (int i = 0; i < 256; i++) {
            int third = (Bytes.unsigned(row, at + i % 32) >> (i / 32)) & 1;
            int code = twoBits(row, at + 32, i) | (third << 2);
            into.codes()[block * 256 + i] = (byte) (code - 4 + 8);
        }
    }

    /// Within 32 bytes, 32 elements in the lowest bits, then 32 in the next.
    private static int twoBits(MemorySegment row, long at, int i) {
        return (Bytes.unsigned(row, at + i / 128 * 32L + i % 32) >> (2 * (i / 32 % 4))) & 3;
    }

    /// `d`, `dmin`, 12 bytes of scales and minima, 128 of codes.
    static void q4(MemorySegment row, long at, int block, CodedRow into) {
        sixBitScales(row, at, block, 8, into);
        for (int i = 0; i < 256; i++) {
            into.codes()[block * 256 + i] = (byte) nibble(row, at + 16, i);
        }
    }

    /// `d`, `dmin`, 12 bytes of scales and minima, 32 of fifth bits, 128 of the lower four.
    static void q5(MemorySegment row, long at, int block, CodedRow into) {
        sixBitScales(row, at, block, 16, into);
        for (int i = 0; i < 256; i++) {
            int fifth = (Bytes.unsigned(row, at + 16 + i % 32) >> (i / 32)) & 1;
            int code = nibble(row, at + 48, i) | (fifth << 4);
            into.codes()[block * 256 + i] = StoredCodes.centred(code, 16);
        }
    }

    /// Within 32 bytes, 32 elements in the low nibbles, then 32 in the high ones.
    private static int nibble(MemorySegment row, long at, int i) {
        return (Bytes.unsigned(row, at + i / 64 * 32L + i % 32) >> (4 * (i / 32 % 2))) & 15;
    }

    private static void sixBitScales(
            MemorySegment row, long at, int block, int middle, CodedRow into) {
        float d = Bytes.half(row, at);
        float dmin = Bytes.half(row, at + 2);
        for (int i = 0; i < 8; i++) {
            int scale;
            int minimum;
            if (i < 4) {
                scale = Bytes.unsigned(row, at + 4 + i) & 63;
                minimum = Bytes.unsigned(row, at + 8 + i) & 63;
            } else {
                int low = Bytes.unsigned(row, at + 8 + i);
                scale = (low & 15) | ((Bytes.unsigned(row, at + i) >> 6) << 4);
                minimum = (low >> 4) | ((Bytes.unsigned(row, at + 4 + i) >> 6) << 4);
            }
            into.scales()[block * 8 + i] = d * scale;
            offset(dmin * minimum, block * 8 + i, middle, into);
        }
    }

    private static void offset(float minimum, int block, int middle, CodedRow into) {
        into.offsets()[block] = middle * into.scales()[block] - minimum;
    }

    /// 128 bytes of lower nibbles, 64 of the upper two bits, 16 scales, `d`.
    static void q6(MemorySegment row, long at, int block, CodedRow into) {
        float d = Bytes.half(row, at + 208);
        for (int i = 0; i < 16; i++) {
            into.scales()[block * 16 + i] = d * Bytes.signed(row, at + 192 + i);
        }
        for (int i = 0; i < 256; i++) {
            int pair = Bytes.unsigned(row, at + i / 128 * 64L + i % 64);
            int low = (pair >> (4 * (i / 64 % 2))) & 15;
            int code = low | (twoBits(row, at + 128, i) << 4);
            into.codes()[block * 256 + i] = StoredCodes.centred(code, 32);
        }
    }

    /// `d`, 8 upper halves of scales, 8 lower ones, 128 bytes of nibbles.
    static void iq4(MemorySegment row, long at, int block, CodedRow into) {
        float d = Bytes.half(row, at);
        int high = row.get(Bytes.SHORT, at + 2);
        for (int i = 0; i < 8; i++) {
            int low = (Bytes.unsigned(row, at + 4 + i / 2) >> (4 * (i % 2))) & 15;
            into.scales()[block * 8 + i] = d * ((low | (((high >> (2 * i)) & 3) << 4)) - 32);
            StoredCodes.unevenNibbles(row, at + 8 + 16L * i, block * 256 + 32 * i, into);
        }
    }
}
