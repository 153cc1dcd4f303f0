package dev.passerelle.registry.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The header of a safetensors file: its length in eight bytes, then a JSON object of tensors whose
/// `data_offsets` fill the rest of the file.
public final class Safetensors {

    private static final int LENGTH_BYTES = 8;
    private static final long LONGEST_HEADER = 100_000_000;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private Safetensors() {}

    /// Compares what the header says with the file's size.
    ///
    /// @param name of the file in messages
    /// @throws FormatException if it is truncated, has bytes too many, or is something else
    public static void check(Path file, String name) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            long length = size < LENGTH_BYTES ? -1 : bytes(channel, 0, LENGTH_BYTES).getLong();
            if (length < 2 || length > LONGEST_HEADER || length > size - LENGTH_BYTES) {
                throw new FormatException(name, "is not a safetensors file");
            }
            long data = size - LENGTH_BYTES - length;
            long end = end(header(channel, (int) length, name), name);
            if (end != data) {
                throw new FormatException(
                        name, "has %d bytes of tensors, its header says %d".formatted(data, end));
            }
        }
    }

    private static JsonNode header(FileChannel channel, int length, String name)
            throws IOException {
        try {
            JsonNode header = JSON.readTree(bytes(channel, LENGTH_BYTES, length).array());
            if (header.isObject()) {
                return header;
            }
        } catch (JacksonException _) {
            // as for JSON that is no object
        }
        throw new FormatException(name, "has a header that is not a JSON object");
    }

    private static long end(JsonNode header, String name) throws FormatException {
        long end = 0;
        for (var tensor : header.properties()) {
            if (tensor.getKey().equals("__metadata__")) {
                continue;
            }
            JsonNode offsets = tensor.getValue().path("data_offsets");
            long from = offsets.path(0).asLong(-1);
            long to = offsets.path(1).asLong(-1);
            if (from < 0 || to < from) {
                throw new FormatException(name, "has a tensor without data_offsets in its header");
            }
            end = Math.max(end, to);
        }
        return end;
    }

    private static ByteBuffer bytes(FileChannel channel, long position, int count)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {}
        return buffer.flip();
    }
}
