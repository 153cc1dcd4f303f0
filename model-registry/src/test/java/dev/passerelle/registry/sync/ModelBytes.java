package dev.passerelle.registry.sync;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Small files of each format, of which tests make repositories.
public final class ModelBytes {

    private ModelBytes() {}

    public static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// A file of one tensor of so many bytes, which the seed tells from others.
    public static byte[] safetensors(int bytes, long seed) {
        byte[] header =
                text(
                        "{\"w\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
                                .formatted(bytes, bytes));
        byte[] data = random(bytes, seed);
        return ByteBuffer.allocate(8 + header.length + bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(data)
                .array();
    }

    public static byte[] gguf(int bytes, long seed) {
        return ByteBuffer.allocate(8 + bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(text("GGUF"))
                .putInt(3)
                .put(random(bytes, seed))
                .array();
    }

    /// A graph of one initializer that lies in another file.
    public static byte[] onnx(String location, long offset, long length) {
        byte[] tensor =
                concat(
                        field(13, concat(field(1, text("location")), field(2, text(location)))),
                        field(13, concat(field(1, text("offset")), field(2, text("" + offset)))),
                        field(13, concat(field(1, text("length")), field(2, text("" + length)))),
                        new byte[] {14 << 3, 1});
        return field(7, field(5, tensor));
    }

    public static byte[] random(int bytes, long seed) {
        byte[] data = new byte[bytes];
        new Random(seed).nextBytes(data);
        return data;
    }

    /// A length-delimited protobuf field.
    public static byte[] field(int number, byte[] content) {
        return concat(varint((number << 3) | 2), varint(content.length), content);
    }

    public static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] varint(int value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int rest = value;
        while (rest >= 0x80) {
            bytes.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
        return bytes.toByteArray();
    }
}
