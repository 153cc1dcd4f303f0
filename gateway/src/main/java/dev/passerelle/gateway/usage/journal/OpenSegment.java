package dev.passerelle.gateway.usage.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A segment that entries are appended to: a file that lies in memory, so that what is put there
/// outlives the process without a call of the system. All of its place on the disk is taken when it
/// is made; what isn't written is zero.
final class OpenSegment implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final RandomAccessFile file;
    private final Arena arena;
    private final MemorySegment bytes;

    private OpenSegment(RandomAccessFile file, Arena arena, MemorySegment bytes) {
        this.file = file;
        this.arena = arena;
        this.bytes = bytes;
    }

    /// A new one, whose file may be there already.
    ///
    /// A channel is closed by the interruption of a thread that uses it, as calls are by their
    /// clients' leaving: so a thread of its own makes it.
    ///
    /// @param beginning what it begins with
    static OpenSegment create(Path path, byte[] beginning, long size) throws IOException {
        CompletableFuture<OpenSegment> made = new CompletableFuture<>();
        Thread.ofPlatform()
                .name("usage-segment")
                .daemon()
                .start(() -> {
                    try {
                        made.complete(make(path, beginning, size));
                    } catch (Throwable e) {
                        made.completeExceptionally(e);
                    }
                });
        try {
            return made.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(String.valueOf(cause.getMessage()), cause);
        }
    }

    private static OpenSegment make(Path path, byte[] beginning, long size) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        Arena arena = Arena.ofShared();
        try {
            file.setLength(0);
            file.write(beginning);
            for (long left = size - beginning.length; left > 0; left -= CHUNK) {
                file.write(new byte[(int) Math.min(left, CHUNK)]);
            }
            return new OpenSegment(
                    file, arena, file.getChannel().map(MapMode.READ_WRITE, 0, size, arena));
        } catch (IOException | RuntimeException | Error e) {
            arena.close();
            file.close();
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /// How many bytes it has room for in all.
    long size() {
        return bytes.byteSize();
    }

    void put(long offset, byte[] frames) {
        MemorySegment.copy(frames, 0, bytes, ValueLayout.JAVA_BYTE, offset, frames.length);
    }

    /// Brings what has been put to the disk: what is in memory too, as Linux does it.
    void force() throws IOException {
        file.getFD().sync();
    }

    /// Ends the file.
    void cut(long length) throws IOException {
        file.setLength(length);
    }

    @Override
    public void close() throws IOException {
        arena.close();
        file.close();
    }
}
