package dev.passerelle.runtime.importer.graph;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Fills a region with a matrix of bytes, column by column, while its rows come one by one: some
/// rows are held, then written to their place in every column.
final class TransposedWriter implements AutoCloseable {

    private static final int HELD_BYTES = 1 << 22;

    private final ExternalData data;
    private final ExternalData.Region region;
    private final long rows;
    private final int columns;
    private final int most;
    private final ByteBuffer held;
    private long written;
    private int count;

    TransposedWriter(ExternalData data, ExternalData.Region region, long rows, int columns) {
        this.data = data;
        this.region = region;
        this.rows = rows;
        this.columns = columns;
        this.most = (int) Math.clamp(HELD_BYTES / columns, 1, rows);
        this.held = ByteBuffer.allocateDirect(most * columns);
    }

    /// Adds a row of unsigned codes centred on 128, as signed bytes.
    void row(byte[] codes) throws IOException {
        for (int column = 0; column < columns; column++) {
            held.put(column * most + count, (byte) (codes[column] ^ 0x80));
        }
        if (++count == most) {
            flush();
        }
    }

    private void flush() throws IOException {
        for (int column = 0; column < columns; column++) {
            data.write(held.slice(column * most, count), region.offset() + column * rows + written);
        }
        written += count;
        count = 0;
    }

    /// Writes what is left.
    ///
    /// @throws IllegalStateException if not every row came
    @Override
    public void close() throws IOException {
        flush();
        if (written != rows) {
            throw new IllegalStateException("wrote %d rows of %d".formatted(written, rows));
        }
    }
}
