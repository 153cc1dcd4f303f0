package dev.passerelle.registry.store;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Locale;

/// `flock(2)` and the two calls around it. Java's `FileChannel.lock` is `fcntl`, which on most
/// systems neither sees such locks nor is seen by those who take them, as Python does.
///
/// None of the calls waits, so that a virtual thread may make them.
final class Flock {

    private static final boolean MAC =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
    private static final int READ_WRITE = 2;
    private static final int CREATE = MAC ? 0x200 : 0x40;
    private static final int CLOSE_ON_EXEC = MAC ? 0x100_0000 : 0x8_0000;
    private static final int GROUP_WRITABLE = 0664;
    private static final int SHARED = 1;
    private static final int EXCLUSIVE = 2;
    private static final int NON_BLOCKING = 4;
    private static final int INTERRUPTED = 4;
    private static final int ACCESS_DENIED = 13;
    private static final int WOULD_BLOCK = MAC ? 35 : 11;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO_OF =
            Linker.Option.captureStateLayout()
                    .varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("open"),
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                    ERRNO,
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle FLOCK =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("flock"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT),
                    ERRNO);
    private static final MethodHandle CLOSE =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("close"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private Flock() {}

    /// Opens a file for locking, making it when missing; children of this process don't inherit it.
    static int open(Path file) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
            int descriptor =
                    (int)
                            OPEN.invokeExact(
                                    state,
                                    arena.allocateFrom(file.toString()),
                                    READ_WRITE | CREATE | CLOSE_ON_EXEC,
                                    GROUP_WRITABLE);
            if (descriptor < 0) {
                throw new IOException(
                        "can't open the lock file %s (errno %d)".formatted(file, errno(state)));
            }
            return descriptor;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// Takes the lock if nobody holds one that conflicts.
    ///
    /// @return whether it is held now
    /// @throws IOException if the file system knows no such locks
    static boolean tryLock(int descriptor, boolean shared) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
            int operation = (shared ? SHARED : EXCLUSIVE) | NON_BLOCKING;
            if ((int) FLOCK.invokeExact(state, descriptor, operation) == 0) {
                return true;
            }
            int errno = errno(state);
            if (errno == WOULD_BLOCK || errno == ACCESS_DENIED || errno == INTERRUPTED) {
                return false;
            }
            throw new IOException("flock failed (errno %d)".formatted(errno));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// Closes a file, which gives its lock back.
    static void close(int descriptor) {
        try {
            int _ = (int) CLOSE.invokeExact(descriptor);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO_OF.get(state, 0L);
    }
}
