package dev.passerelle.runtime.ort.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// NVIDIA's driver (`libcuda.so.1`, cuda.h), whose library has the same name whatever CUDA's
/// version.
///
/// Every function returns a `CUresult`, 0 for success.
public final class CudaDriver {

    /// The driver's library.
    public static final String LIBRARY = "libcuda.so.1";

    private static final int COMPUTE_CAPABILITY_MAJOR = 75;
    private static final int COMPUTE_CAPABILITY_MINOR = 76;
    private static final int NAME_LENGTH = 256;

    private final SymbolLookup library;
    private final Map<String, MethodHandle> functions = new ConcurrentHashMap<>();

    CudaDriver(SymbolLookup library) {
        this.library = library;
    }

    /// The machine's driver; empty if it has none.
    public static Optional<CudaDriver> find() {
        try {
            return Optional.of(new CudaDriver(SymbolLookup.libraryLookup(LIBRARY, Arena.global())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Newest version of CUDA that the driver runs, e.g. `12.8`.
    public String version() {
        int version = readInt("cuDriverGetVersion");
        return "%d.%d".formatted(version / 1000, version % 1000 / 10);
    }

    /// The GPUs that this process may use (`CUDA_VISIBLE_DEVICES`), in the CUDA runtime's order.
    ///
    /// @throws CudaException if the driver doesn't work, e.g. because no GPU is there
    public List<Gpu> gpus() {
        call("cuInit", 0);
        List<Gpu> gpus = new ArrayList<>();
        int count = readInt("cuDeviceGetCount");
        for (int index = 0; index < count; index++) {
            gpus.add(gpu(index, readInt("cuDeviceGet", index)));
        }
        return List.copyOf(gpus);
    }

    /// Opens a GPU.
    ///
    /// @param index as [#gpus] counts
    /// @throws CudaException if it isn't there or can't be used
    public CudaDevice open(int index) {
        call("cuInit", 0);
        return new CudaDevice(this, index, readInt("cuDeviceGet", index));
    }

    private Gpu gpu(int index, int device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(NAME_LENGTH);
            call("cuDeviceGetName", name, NAME_LENGTH, device);
            MemorySegment bytes = arena.allocate(JAVA_LONG);
            call("cuDeviceTotalMem_v2", bytes, device);
            return new Gpu(
                    index,
                    name.getString(0),
                    bytes.get(JAVA_LONG, 0),
                    "%d.%d"
                            .formatted(
                                    readInt(
                                            "cuDeviceGetAttribute",
                                            COMPUTE_CAPABILITY_MAJOR,
                                            device),
                                    readInt(
                                            "cuDeviceGetAttribute",
                                            COMPUTE_CAPABILITY_MINOR,
                                            device)));
        }
    }

    /// Calls a function whose first argument is where it writes an int.
    int readInt(String function, Object... more) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_INT);
            call(function, prepend(out, more));
            return out.get(JAVA_INT, 0);
        }
    }

    /// Calls a function whose first argument is where it writes a pointer or a size.
    long readLong(String function, Object... more) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_LONG);
            call(function, prepend(out, more));
            return out.get(JAVA_LONG, 0);
        }
    }

    /// Calls a function with pointers ([MemorySegment]), ints and longs.
    ///
    /// @throws CudaException if it doesn't succeed
    void call(String function, Object... arguments) {
        int code = result(function, arguments);
        if (code != 0) {
            throw new CudaException(function, code, reason(code));
        }
    }

    private String reason(int code) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            return result("cuGetErrorString", code, out) == 0
                    ? out.get(ADDRESS, 0).reinterpret(NAME_LENGTH).getString(0)
                    : "error " + code;
        }
    }

    private int result(String function, Object... arguments) {
        MethodHandle handle = functions.computeIfAbsent(function, name -> bind(name, arguments));
        try {
            return (int) handle.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException(function + " can't be called", e);
        }
    }

    private MethodHandle bind(String function, Object... arguments) {
        MemoryLayout[] layouts = new MemoryLayout[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            layouts[i] =
                    switch (arguments[i]) {
                        case Integer _ -> JAVA_INT;
                        case Long _ -> JAVA_LONG;
                        default -> ADDRESS;
                    };
        }
        MemorySegment address =
                library.find(function)
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "The NVIDIA driver has no %s: update it"
                                                .formatted(function)));
        return Linker.nativeLinker()
                .downcallHandle(address, FunctionDescriptor.of(JAVA_INT, layouts));
    }

    private static Object[] prepend(MemorySegment first, Object... more) {
        Object[] all = new Object[more.length + 1];
        all[0] = first;
        System.arraycopy(more, 0, all, 1, more.length);
        return all;
    }
}
