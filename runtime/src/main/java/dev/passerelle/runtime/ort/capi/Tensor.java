package dev.passerelle.runtime.ort.capi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/// A tensor over memory that its creator owns and keeps until after the tensor is closed.
public final class Tensor extends NativeObject {

    private Tensor(MemorySegment address) {
        super(address, OrtApi.RELEASE_VALUE);
    }

    /// @param memory its elements, in rows; may hold more than the shape asks for
    /// @throws IllegalArgumentException if the memory is smaller than the shape asks for
    public static Tensor over(
            MemoryPlace place, MemorySegment memory, ElementType type, long... shape) {
        long bytes = type.bytes();
        for (long dimension : shape) {
            bytes = Math.multiplyExact(bytes, dimension);
        }
        if (bytes > memory.byteSize()) {
            throw new IllegalArgumentException(
                    "A tensor of %d bytes does not fit %d".formatted(bytes, memory.byteSize()));
        }
        long size = bytes;
        return new Tensor(
                OrtApi.create((arena, out) ->
                        (MemorySegment)
                                OrtApi.CREATE_TENSOR_WITH_DATA.invokeExact(
                                        place.address(),
                                        memory,
                                        size,
                                        arena.allocateFrom(JAVA_LONG, shape),
                                        (long) shape.length,
                                        type.number(),
                                        out)));
    }
}
