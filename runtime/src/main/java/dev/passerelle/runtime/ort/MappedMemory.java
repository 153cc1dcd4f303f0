package dev.passerelle.runtime.ort;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Anonymous memory mapped from the operating system: a page costs nothing until it is first
/// written, and can be given back.
///
/// Java's own ways to allocate native memory zero it, which commits every page. Needs POSIX `mmap`,
/// `madvise` and `munmap` (Linux, macOS).
public final class MappedMemory implements AutoCloseable {

    private static final int PROT_READ_WRITE = 0x1 | 0x2;
    private static final boolean MAC = System.getProperty("os.name").startsWith("Mac");

    /// `MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE`.
    private static final int MAP_FLAGS = MAC ? 0x2 | 0x1000 | 0x40 : 0x2 | 0x20 | 0x4000;

    /// Linux: `MADV_DONTNEED`, the pages are zero again. macOS: `MADV_FREE`.
    private static final int MADV_GIVE_BACK = MAC ? 5 : 4;

    /// Linux only: a page of 2 MiB would commit far more than the token that reaches it.
    private static final int MADV_NOHUGEPAGE = 15;

    private static final MethodHandle MMAP =
            bind(
                    "mmap",
                    FunctionDescriptor.of(
                            ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MUNMAP =
            bind("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle MADVISE =
            bind("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    /// Bytes of a page.
    static final long PAGE = (int) call(bind("getpagesize", FunctionDescriptor.of(JAVA_INT)));

    private final MemorySegment segment;

    public MappedMemory(long bytes) {
        MemorySegment address =
                (MemorySegment)
                        call(MMAP, MemorySegment.NULL, bytes, PROT_READ_WRITE, MAP_FLAGS, -1, 0L);
        if (address.address() == -1) {
            throw new IllegalStateException(
                    "The operating system refused to map %d bytes".formatted(bytes));
        }
        segment = address.reinterpret(bytes);
        if (!MAC) {
            call(MADVISE, segment, bytes, MADV_NOHUGEPAGE);
        }
    }

    public MemorySegment segment() {
        return segment;
    }

    /// Gives the whole pages within a range back to the operating system. Their content is lost.
    void giveBack(long offset, long bytes) {
        long from = Math.ceilDiv(offset, PAGE) * PAGE;
        long to = (offset + bytes) / PAGE * PAGE;
        if (to > from) {
            call(MADVISE, segment.asSlice(from), to - from, MADV_GIVE_BACK);
        }
    }

    @Override
    public void close() {
        call(MUNMAP, segment, segment.byteSize());
    }

    private static MethodHandle bind(String function, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), descriptor);
    }

    private static Object call(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("A memory mapping call failed", e);
        }
    }
}
