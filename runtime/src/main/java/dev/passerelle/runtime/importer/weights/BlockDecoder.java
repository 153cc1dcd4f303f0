package dev.passerelle.runtime.importer.weights;

import java.lang.foreign.MemorySegment;

/// Turns stored elements into floats.
public final class BlockDecoder {

    private BlockDecoder() {}

    /// Decodes the first `count` elements of `data`, a multiple of the type's block.
    public static void decode(ElementType type, MemorySegment data, float[] out, int count) {
        switch (type) {
            case F32 -> MemorySegment.copy(data, Bytes.FLOAT, 0, out, 0, count);
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Bytes.half(data, 2L * i);
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Float.intBitsToFloat(data.get(Bytes.SHORT, 2L * i) << 16);
                }
            }
            case Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, IQ4_NL, IQ4_XS ->
                    decodeBlocks(type, data, out, count);
        }
    }

    private static void decodeBlocks(ElementType type, MemorySegment data, float[] out, int count) {
        WeightForm form = WeightForm.exact(type);
        CodedRow row = CodedRow.of(count, form);
        StoredCodes.read(type, data, row);
        int zero = 1 << (form.bits() - 1);
        for (int i = 0; i < count; i++) {
            int block = i / form.blockSize();
            int code = (row.codes()[i] & 0xFF) - zero;
            out[i] = row.scales()[block] * code + row.offsets()[block];
        }
    }
}
