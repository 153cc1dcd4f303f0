package dev.passerelle.runtime.importer.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Fills one region of the external data, front to back.
final class RegionWriter implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 18;

    private final ExternalData data;
    private final ByteBuffer buffer;
    private final ExternalData.Region region;
    private long written;

    RegionWriter(ExternalData data, ExternalData.Region region) {
        this.data = data;
        this.region = region;
        int capacity = (int) Math.min(BUFFER_BYTES, Math.max(8, region.length()));
        this.buffer = ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    void floats(float[] values) throws IOException {
        int from = 0;
        while (from < values.length) {
            if (buffer.remaining() < Float.BYTES) {
                flush();
            }
            int count = Math.min(values.length - from, buffer.remaining() / Float.BYTES);
            buffer.asFloatBuffer().put(values, from, count);
            buffer.position(buffer.position() + count * Float.BYTES);
            from += count;
        }
    }

    void bytes(byte[] values, int count) throws IOException {
        int from = 0;
        while (from < count) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int part = Math.min(count - from, buffer.remaining());
            buffer.put(values, from, part);
            from += part;
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        int length = buffer.remaining();
        data.write(buffer, region.offset() + written);
        written += length;
        buffer.clear();
    }

    /// Writes what is left.
    ///
    /// @throws IllegalStateException if the region was not filled exactly
    @Override
    public void close() throws IOException {
        flush();
        if (written != region.length()) {
            throw new IllegalStateException(
                    "wrote %d bytes of a region of %d".formatted(written, region.length()));
        }
    }
}
