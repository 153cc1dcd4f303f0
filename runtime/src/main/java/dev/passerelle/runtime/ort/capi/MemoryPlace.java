package dev.passerelle.runtime.ort.capi;

import java.lang.foreign.MemorySegment;

/// Where a tensor's memory lies (`OrtMemoryInfo`).
public final class MemoryPlace extends NativeObject {

    private static final int DEVICE_ALLOCATOR = 0;
    private static final int DEFAULT_MEMORY = 0;

    private MemoryPlace(MemorySegment address) {
        super(address, OrtApi.RELEASE_MEMORY_INFO);
    }

    /// The process's own memory.
    public static MemoryPlace cpu() {
        return of("Cpu", 0);
    }

    /// A GPU's memory.
    ///
    /// @param index as the CUDA runtime counts
    public static MemoryPlace cuda(int index) {
        return of("Cuda", index);
    }

    private static MemoryPlace of(String name, int index) {
        return new MemoryPlace(
                OrtApi.create((arena, out) ->
                        (MemorySegment)
                                OrtApi.CREATE_MEMORY_INFO.invokeExact(
                                        arena.allocateFrom(name),
                                        DEVICE_ALLOCATOR,
                                        index,
                                        DEFAULT_MEMORY,
                                        out)));
    }
}
