package dev.passerelle.runtime.importer.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Writes GGUF files for tests, right or wrong.
public final class GgufBytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// Magic, version 3 and the two counts.
    public static GgufBytes header(long tensors, long keys) {
        return new GgufBytes().int32(0x46554747).int32(3).int64(tensors).int64(keys);
    }

    /// One key of each kind and two tensors, `a` F32 [2, 4] and `b` Q8_0 [1, 32].
    static GgufBytes sound() {
        return header(2, 4)
                .text("general.architecture")
                .int32(8)
                .text("llama")
                .text("general.alignment")
                .int32(4)
                .int32(32)
                .text("tokens")
                .int32(9)
                .int32(8)
                .int64(2)
                .text("x")
                .text("yz")
                .text("epsilon")
                .int32(6)
                .int32(Float.floatToIntBits(0.5f))
                .tensor("a", 0, 0, 4, 2)
                .tensor("b", 8, 32, 32)
                .pad(32)
                .zeros(32 + 34);
    }

    public GgufBytes tensor(String name, int type, long offset, long... sizes) {
        text(name).int32(sizes.length);
        for (long size : sizes) {
            int64(size);
        }
        return int32(type).int64(offset);
    }

    public GgufBytes int32(int value) {
        return raw(4, buffer -> buffer.putInt(value));
    }

    public GgufBytes int64(long value) {
        return raw(8, buffer -> buffer.putLong(value));
    }

    public GgufBytes text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int64(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    public GgufBytes pad(int alignment) {
        while (out.size() % alignment != 0) {
            out.write(0);
        }
        return this;
    }

    GgufBytes zeros(int count) {
        out.writeBytes(new byte[count]);
        return this;
    }

    private GgufBytes raw(int size, Consumer<ByteBuffer> fill) {
        byte[] bytes = new byte[size];
        fill.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        out.writeBytes(bytes);
        return this;
    }

    public GgufBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public byte[] bytes() {
        return out.toByteArray();
    }
}
