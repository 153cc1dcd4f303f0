package dev.passerelle.runtime.ort.cuda;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A GPU in use: it holds the primary context, which ONNX Runtime works in too, and so shares its
/// addresses.
///
/// Addresses are the GPU's, sizes in bytes. A copy is finished when its method returns, so that
/// whatever runs next, on whichever stream, sees it. Any thread may call.
public final class CudaDevice implements AutoCloseable {

    private final CudaDriver driver;
    private final int index;
    private final int device;
    private final MemorySegment context;

    CudaDevice(CudaDriver driver, int index, int device) {
        this.driver = driver;
        this.index = index;
        this.device = device;
        this.context = MemorySegment.ofAddress(driver.readLong("cuDevicePrimaryCtxRetain", device));
    }

    /// As the CUDA runtime counts.
    public int index() {
        return index;
    }

    /// Memory that nobody uses.
    public long freeBytes() {
        enter();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment free = arena.allocate(JAVA_LONG);
            driver.call("cuMemGetInfo_v2", free, arena.allocate(JAVA_LONG));
            return free.get(JAVA_LONG, 0);
        }
    }

    /// Takes memory, zeroed.
    ///
    /// @return its address
    public long allocate(long bytes) {
        enter();
        long address = driver.readLong("cuMemAlloc_v2", bytes);
        driver.call("cuMemsetD8_v2", address, 0, bytes);
        finish();
        return address;
    }

    public void free(long address) {
        enter();
        driver.call("cuMemFree_v2", address);
    }

    /// Copies between places of this GPU that don't overlap.
    public void copy(long from, long to, long bytes) {
        enter();
        driver.call("cuMemcpyDtoD_v2", to, from, bytes);
        finish();
    }

    /// Copies to the processor's memory.
    public void toHost(long from, MemorySegment to) {
        enter();
        driver.call("cuMemcpyDtoH_v2", to, from, to.byteSize());
    }

    /// Copies from the processor's memory.
    public void toDevice(MemorySegment from, long to) {
        enter();
        driver.call("cuMemcpyHtoD_v2", to, from, from.byteSize());
        finish();
    }

    @Override
    public void close() {
        driver.call("cuDevicePrimaryCtxRelease_v2", device);
    }

    private void enter() {
        driver.call("cuCtxSetCurrent", context);
    }

    private void finish() {
        driver.call("cuCtxSynchronize");
    }
}
