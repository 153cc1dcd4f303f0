package dev.passerelle.runtime.ort;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// The memory that the C library manages.
public final class NativeHeap {

    /// glibc's; others have none.
    private static final Optional<MethodHandle> MALLOC_TRIM =
            Linker.nativeLinker()
                    .defaultLookup()
                    .find("malloc_trim")
                    .map(address ->
                            Linker.nativeLinker()
                                    .downcallHandle(
                                            address,
                                            FunctionDescriptor.of(
                                                    ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG)));

    private NativeHeap() {}

    /// Gives freed memory back to the operating system. glibc would keep most of what a closed
    /// session freed.
    public static void trim() {
        if (MALLOC_TRIM.isPresent()) {
            try {
                var _ = (int) MALLOC_TRIM.get().invokeExact(0L);
            } catch (Throwable e) {
                throw new IllegalStateException("malloc_trim failed", e);
            }
        }
    }
}
