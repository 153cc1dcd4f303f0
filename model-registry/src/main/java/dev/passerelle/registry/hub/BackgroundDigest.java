package dev.passerelle.registry.hub;

import dev.passerelle.registry.Digest;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Hashes bytes on a thread of its own while the next ones are read. A platform thread: hashing
/// never pauses, and would keep a virtual thread's carrier from the rest of the process.
final class BackgroundDigest implements AutoCloseable {

    /// Buffers that travel between the two threads.
    private static final int BUFFERS = 8;

    private final Digest.Algorithm algorithm;
    private final long size;
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
    private final BlockingQueue<Work> work = new ArrayBlockingQueue<>(BUFFERS + 2);
    private final Thread thread;
    private final int bufferSize;
    private int buffers;
    private byte @Nullable [] current;

    private sealed interface Work {
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Bytes(byte[] buffer, int length) implements Work {}

        record Restart() implements Work {}

        record Finish(CompletableFuture<Digest> result) implements Work {}
    }

    /// @param size bytes of the file, which is part of some digests
    BackgroundDigest(Digest.Algorithm algorithm, long size, int bufferSize) {
        this.algorithm = algorithm;
        this.size = size;
        this.bufferSize = bufferSize;
        this.thread = Thread.ofPlatform().daemon().name("digest").start(this::run);
    }

    /// The buffer to fill, the same until it is handed over; waits while all are being hashed.
    byte[] buffer() throws InterruptedException {
        if (current == null) {
            current = buffers++ < BUFFERS ? new byte[bufferSize] : free.take();
        }
        return current;
    }

    /// Hashes the first bytes of the buffer.
    void update(byte[] buffer, int length) throws InterruptedException {
        work.put(new Work.Bytes(buffer, length));
        current = null;
    }

    /// Forgets what was hashed.
    void restart() throws InterruptedException {
        work.put(new Work.Restart());
    }

    /// The digest of all bytes since the start; starts anew.
    Digest finish() throws InterruptedException {
        CompletableFuture<Digest> result = new CompletableFuture<>();
        work.put(new Work.Finish(result));
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        MessageDigest computation = algorithm.begin(size);
        try {
            while (true) {
                switch (work.take()) {
                    case Work.Bytes(byte[] buffer, int length) -> {
                        computation.update(buffer, 0, length);
                        free.put(buffer);
                    }
                    case Work.Restart() -> computation = algorithm.begin(size);
                    case Work.Finish(CompletableFuture<Digest> result) -> {
                        result.complete(algorithm.end(computation));
                        computation = algorithm.begin(size);
                    }
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }
}
