package dev.passerelle.runtime.ort.capi;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicInteger;

/// An object of ONNX Runtime's, released when it is closed, once.
public abstract sealed class NativeObject implements AutoCloseable
        permits Environment, IoBinding, MemoryPlace, Session, SessionOptions, Tensor {

    private static final AtomicInteger OPEN = new AtomicInteger();

    private final MethodHandle release;
    private MemorySegment address;

    NativeObject(MemorySegment address, MethodHandle release) {
        this.address = address;
        this.release = release;
        OPEN.incrementAndGet();
    }

    /// How many objects of this process are not closed yet.
    public static int open() {
        return OPEN.get();
    }

    final MemorySegment address() {
        if (address.equals(MemorySegment.NULL)) {
            throw new IllegalStateException(getClass().getSimpleName() + " is closed");
        }
        return address;
    }

    @Override
    public final void close() {
        MemorySegment released = address;
        if (!released.equals(MemorySegment.NULL)) {
            address = MemorySegment.NULL;
            OPEN.decrementAndGet();
            OrtApi.release(release, released);
        }
    }
}
