package dev.passerelle.runtime.ort;

import dev.passerelle.runtime.ort.cuda.CudaDevice;
import java.lang.foreign.MemorySegment;

/// Memory of a GPU. All of it is taken at once and given back when closed.
final class CudaMemory implements TensorMemory {

    private final CudaDevice device;
    private final MemorySegment segment;

    CudaMemory(CudaDevice device, long bytes) {
        this.device = device;
        this.segment = MemorySegment.ofAddress(device.allocate(bytes)).reinterpret(bytes);
    }

    @Override
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public void copy(long from, long to, long bytes) {
        device.copy(address(from, bytes), address(to, bytes), bytes);
    }

    @Override
    public void read(long at, MemorySegment into, long offset, long bytes) {
        device.toHost(address(at, bytes), into.asSlice(offset, bytes));
    }

    @Override
    public void write(MemorySegment from, long offset, long at, long bytes) {
        device.toDevice(from.asSlice(offset, bytes), address(at, bytes));
    }

    /// A GPU's memory has no pages to give back one by one.
    @Override
    public void giveBack(long offset, long bytes) {}

    @Override
    public void close() {
        device.free(segment.address());
    }

    private long address(long offset, long bytes) {
        return segment.asSlice(offset, bytes).address();
    }
}
