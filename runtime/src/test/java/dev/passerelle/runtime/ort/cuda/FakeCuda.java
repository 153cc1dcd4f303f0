package dev.passerelle.runtime.ort.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Native functions of the names and signatures of NVIDIA's driver (cuda.h), on GPUs whose memory
/// is the processor's.
public final class FakeCuda implements AutoCloseable {

    private static final int INVALID_VALUE = 1;
    private static final int OUT_OF_MEMORY = 2;
    private static final int INVALID_CONTEXT = 201;
    private static final MemorySegment CONTEXT = MemorySegment.ofAddress(0x600D);

    private final Arena arena = Arena.ofShared();
    private final Map<String, MemorySegment> functions = new HashMap<>();
    private final Map<Long, Arena> allocations = new HashMap<>();
    private final int gpus;
    private final long bytes;
    private long used;
    private int contexts;
    private boolean current;

    /// @param bytes memory of each
    public FakeCuda(int gpus, long bytes) {
        this.gpus = gpus;
        this.bytes = bytes;
        function("cuInit", "init", JAVA_INT);
        function("cuDriverGetVersion", "version", ADDRESS);
        function("cuDeviceGetCount", "count", ADDRESS);
        function("cuDeviceGet", "device", ADDRESS, JAVA_INT);
        function("cuDeviceGetName", "name", ADDRESS, JAVA_INT, JAVA_INT);
        function("cuDeviceTotalMem_v2", "total", ADDRESS, JAVA_INT);
        function("cuDeviceGetAttribute", "attribute", ADDRESS, JAVA_INT, JAVA_INT);
        function("cuDevicePrimaryCtxRetain", "retain", ADDRESS, JAVA_INT);
        function("cuDevicePrimaryCtxRelease_v2", "release", JAVA_INT);
        function("cuCtxSetCurrent", "enter", ADDRESS);
        function("cuCtxSynchronize", "synchronize");
        function("cuMemGetInfo_v2", "memory", ADDRESS, ADDRESS);
        function("cuMemAlloc_v2", "allocate", ADDRESS, JAVA_LONG);
        function("cuMemFree_v2", "free", JAVA_LONG);
        function("cuMemsetD8_v2", "set", JAVA_LONG, JAVA_INT, JAVA_LONG);
        function("cuMemcpyDtoD_v2", "copy", JAVA_LONG, JAVA_LONG, JAVA_LONG);
        function("cuMemcpyDtoH_v2", "toHost", ADDRESS, JAVA_LONG, JAVA_LONG);
        function("cuMemcpyHtoD_v2", "toDevice", JAVA_LONG, ADDRESS, JAVA_LONG);
        function("cuGetErrorString", "error", JAVA_INT, ADDRESS);
    }

    public CudaDriver driver() {
        SymbolLookup lookup = name -> Optional.ofNullable(functions.get(name));
        return new CudaDriver(lookup);
    }

    /// Allocations and contexts that were not given back.
    public int open() {
        return allocations.size() + contexts;
    }

    private void function(String name, String method, MemoryLayout... arguments) {
        FunctionDescriptor descriptor = FunctionDescriptor.of(JAVA_INT, arguments);
        MethodType type = descriptor.toMethodType();
        try {
            MethodHandle handle = MethodHandles.lookup().bind(this, method, type);
            functions.put(name, Linker.nativeLinker().upcallStub(handle, descriptor, arena));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name, e);
        }
    }

    private static int write(MemorySegment out, int value) {
        out.reinterpret(JAVA_INT.byteSize()).set(JAVA_INT, 0, value);
        return 0;
    }

    private static int write(MemorySegment out, long value) {
        out.reinterpret(JAVA_LONG.byteSize()).set(JAVA_LONG, 0, value);
        return 0;
    }

    int init(int flags) {
        return flags == 0 ? 0 : INVALID_VALUE;
    }

    int version(MemorySegment out) {
        return write(out, 12080);
    }

    int count(MemorySegment out) {
        return write(out, gpus);
    }

    /// Handles are not indices.
    int device(MemorySegment out, int index) {
        return index < gpus ? write(out, 70 + index) : INVALID_VALUE;
    }

    int name(MemorySegment out, int length, int device) {
        String name = "Fake GPU " + (device - 70);
        out.reinterpret(length).setString(0, name);
        return 0;
    }

    int total(MemorySegment out, int device) {
        return device >= 70 ? write(out, bytes) : INVALID_VALUE;
    }

    int attribute(MemorySegment out, int attribute, int device) {
        return device >= 70 ? write(out, attribute == 75 ? 9 : 0) : INVALID_VALUE;
    }

    int retain(MemorySegment out, int device) {
        contexts++;
        return device >= 70 ? write(out, CONTEXT.address()) : INVALID_VALUE;
    }

    int release(int device) {
        contexts--;
        return device >= 70 ? 0 : INVALID_VALUE;
    }

    int enter(MemorySegment context) {
        current = context.equals(CONTEXT);
        return current ? 0 : INVALID_CONTEXT;
    }

    int synchronize() {
        return current ? 0 : INVALID_CONTEXT;
    }

    int memory(MemorySegment free, MemorySegment total) {
        write(total, bytes);
        return current ? write(free, bytes - used) : INVALID_CONTEXT;
    }

    int allocate(MemorySegment out, long size) {
        if (used + size > bytes) {
            return OUT_OF_MEMORY;
        }
        used += size;
        Arena owner = Arena.ofShared();
        long address = owner.allocate(size, 256).address();
        allocations.put(address, owner);
        return write(out, address);
    }

    int free(long address) {
        Arena owner = allocations.remove(address);
        if (owner == null) {
            return INVALID_VALUE;
        }
        owner.close();
        return 0;
    }

    int set(long address, int value, long count) {
        at(address, count).fill((byte) value);
        return 0;
    }

    int copy(long to, long from, long count) {
        at(to, count).copyFrom(at(from, count));
        return 0;
    }

    int toHost(MemorySegment to, long from, long count) {
        to.reinterpret(count).copyFrom(at(from, count));
        return 0;
    }

    int toDevice(long to, MemorySegment from, long count) {
        at(to, count).copyFrom(from.reinterpret(count));
        return 0;
    }

    int error(int code, MemorySegment out) {
        String text = code == OUT_OF_MEMORY ? "out of memory" : "invalid argument";
        return write(out, arena.allocateFrom(text).address());
    }

    private static MemorySegment at(long address, long count) {
        return MemorySegment.ofAddress(address).reinterpret(count * JAVA_BYTE.byteSize());
    }

    @Override
    public void close() {
        allocations.values().forEach(Arena::close);
        arena.close();
    }
}
