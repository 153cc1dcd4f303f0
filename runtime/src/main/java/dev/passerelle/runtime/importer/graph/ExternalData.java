package dev.passerelle.runtime.importer.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The file that holds a graph's weights. Regions are reserved, then written through small buffers,
/// so that a model never has to fit the heap.
final class ExternalData implements AutoCloseable {

    private static final long SMALL = 16_384;
    private static final long LINE = 64;
    private static final long PAGE = 4_096;

    private final String name;
    private final @Nullable FileChannel channel;
    private long end;

    private ExternalData(String name, @Nullable FileChannel channel) {
        this.name = name;
        this.channel = channel;
    }

    static ExternalData create(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new ExternalData(String.valueOf(file.getFileName()), channel);
    }

    /// One that only reserves: for finding out how large the file would become.
    static ExternalData measuring() {
        return new ExternalData("", null);
    }

    /// The file's name, as graphs refer to it.
    String name() {
        return name;
    }

    long size() {
        return end;
    }

    /// Reserves a region, aligned to a cache line, or to a page when it is large.
    Region reserve(long bytes) {
        long alignment = bytes < SMALL ? LINE : PAGE;
        long offset = (end + alignment - 1) / alignment * alignment;
        end = Math.addExact(offset, bytes);
        return new Region(offset, bytes);
    }

    /// Fills reserved regions, unless this one only measures.
    void fill(Filling filling) throws IOException {
        if (channel != null) {
            filling.run();
        }
    }

    /// Writes a region front to back; within [#fill] only.
    RegionWriter writer(Region region) {
        return new RegionWriter(this, region);
    }

    void write(ByteBuffer buffer, long position) throws IOException {
        FileChannel file = Objects.requireNonNull(channel);
        long at = position;
        while (buffer.hasRemaining()) {
            at += file.write(buffer, at);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    /// Writes what belongs into regions.
    @FunctionalInterface
    interface Filling {
        void run() throws IOException;
    }

    record Region(long offset, long length) {}
}
