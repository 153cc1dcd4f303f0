package dev.passerelle.runtime.ort;

import dev.passerelle.runtime.ort.capi.ElementType;
import dev.passerelle.runtime.ort.capi.Environment;
import dev.passerelle.runtime.ort.capi.MemoryPlace;
import dev.passerelle.runtime.ort.capi.Session;
import dev.passerelle.runtime.ort.capi.SessionOptions;
import dev.passerelle.runtime.ort.capi.Tensor;
import dev.passerelle.runtime.ort.cuda.CudaDevice;
import dev.passerelle.runtime.ort.cuda.CudaDriver;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a session runs on, the processor or a GPU, and where the memory it works on lies. Belongs
/// to one session.
final class Computer implements AutoCloseable {

    private final Environment environment;
    private final int threads;
    private final @Nullable CudaDevice gpu;
    private final MemoryPlace host;
    private final MemoryPlace place;

    private Computer(int threads, @Nullable CudaDevice gpu) {
        SharedOrtEnvironment.get();
        this.environment = Environment.share();
        this.threads = SharedOrtEnvironment.threads(threads);
        this.gpu = gpu;
        this.host = MemoryPlace.cpu();
        this.place = gpu == null ? MemoryPlace.cpu() : MemoryPlace.cuda(gpu.index());
    }

    /// @param threads native threads of a session; 0 means one a processor
    static Computer cpu(int threads) {
        return new Computer(threads, null);
    }

    /// @param index as the CUDA runtime counts
    /// @throws IllegalStateException if the machine has no such GPU
    static Computer cuda(int index) {
        CudaDriver driver =
                CudaDriver.find()
                        .orElseThrow(() -> new IllegalStateException("There is no NVIDIA driver"));
        return new Computer(1, driver.open(index));
    }

    /// @throws IllegalArgumentException if attention with such keys and values isn't computed here:
    ///   ONNX Runtime would compute it on the processor, on copies of the cache
    void requireKeysOf(ElementType type) {
        if (gpu != null && type != ElementType.FLOAT16 && type != ElementType.BFLOAT16) {
            throw new IllegalArgumentException(
                    "The graph keeps keys and values as %s; on a GPU they must be 16-bit floats"
                            .formatted(type));
        }
    }

    Session open(Path graph) {
        try (SessionOptions options = SessionOptions.of(threads)) {
            if (gpu != null) {
                options.addCuda(
                        Map.of(
                                "device_id",
                                String.valueOf(gpu.index()),
                                // Takes what is asked for, not the next power of two.
                                "arena_extend_strategy",
                                "kSameAsRequested"));
            }
            return Session.open(environment, graph, options);
        }
    }

    /// Memory for a tensor that stays where the session computes.
    TensorMemory memory(long bytes) {
        return gpu == null ? new MappedMemory(bytes) : new CudaMemory(gpu, bytes);
    }

    /// A tensor over what [#memory] gave.
    Tensor tensor(MemorySegment memory, ElementType type, long... shape) {
        return Tensor.over(place, memory, type, shape);
    }

    /// A tensor over the processor's memory.
    Tensor hostTensor(MemorySegment memory, ElementType type, long... shape) {
        return Tensor.over(host, memory, type, shape);
    }

    @Override
    public void close() {
        host.close();
        place.close();
        environment.close();
        if (gpu != null) {
            gpu.close();
        }
    }
}
