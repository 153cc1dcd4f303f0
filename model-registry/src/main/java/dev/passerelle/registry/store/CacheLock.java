package dev.passerelle.registry.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// A held lock of the cache, one that Python's `huggingface_hub` respects and takes. It excludes
/// other processes and other holders in this one. The file stays: to remove it would let two
/// holders lock two files of one name.
public final class CacheLock implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final int CLOSED = -1;

    private final AtomicInteger descriptor;

    private CacheLock(int descriptor) {
        this.descriptor = new AtomicInteger(descriptor);
    }

    /// Waits for the lock of a file. The wait can be interrupted and occupies no carrier thread.
    ///
    /// @throws LockTimeoutException if others hold it for all of the time
    /// @throws IOException if the file can't be made or its file system has no such locks
    public static CacheLock acquire(Path file, Duration wait)
            throws IOException, InterruptedException {
        return acquire(file, wait, false);
    }

    /// Waits for a lock that any number may hold, but nobody beside the holder of an exclusive one.
    public static CacheLock acquireShared(Path file, Duration wait)
            throws IOException, InterruptedException {
        return acquire(file, wait, true);
    }

    private static CacheLock acquire(Path file, Duration wait, boolean shared)
            throws IOException, InterruptedException {
        Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
        long start = System.nanoTime();
        while (true) {
            int taken = attempt(file, shared);
            if (taken != CLOSED) {
                return new CacheLock(taken);
            }
            if (System.nanoTime() - start >= wait.toNanos()) {
                throw new LockTimeoutException(file, wait);
            }
            Thread.sleep(POLL);
        }
    }

    private static int attempt(Path file, boolean shared) throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw new IOException("the lock file %s is a link; remove it".formatted(file));
        }
        boolean made = !Files.exists(file);
        int descriptor = Flock.open(file);
        boolean held = false;
        try {
            if (made) {
                letGroupLock(file);
            }
            held = Flock.tryLock(descriptor, shared) && isNamed(descriptor);
        } catch (IOException e) {
            throw new IOException(
                    "the file system of %s has no locks (%s); set HF_HUB_CACHE to a directory on another"
                            .formatted(file, e.getMessage()),
                    e);
        } finally {
            if (!held) {
                Flock.close(descriptor);
            }
        }
        return held ? descriptor : CLOSED;
    }

    /// As Python does, whatever the umask: a group's cache needs locks that the group can take.
    private static void letGroupLock(Path file) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        } catch (IOException | UnsupportedOperationException _) {
            // another process made it in the meantime, or it is a foreign file system
        }
    }

    /// False if the file was removed between opening and locking, when the lock guards nothing.
    private static boolean isNamed(int descriptor) throws IOException {
        Path open = Path.of("/dev/fd/" + descriptor);
        return !Files.exists(open) || (int) Files.getAttribute(open, "unix:nlink") > 0;
    }

    /// Gives the lock back; again does nothing.
    @Override
    public void close() {
        int held = descriptor.getAndSet(CLOSED);
        if (held != CLOSED) {
            Flock.close(held);
        }
    }
}
