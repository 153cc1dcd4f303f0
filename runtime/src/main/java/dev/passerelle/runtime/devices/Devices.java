package dev.passerelle.runtime.devices;

import dev.passerelle.runtime.Device;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ort.SharedOrtEnvironment;
import dev.passerelle.runtime.ort.capi.Environment;
import dev.passerelle.runtime.ort.cuda.CudaDevice;
import dev.passerelle.runtime.ort.cuda.CudaDriver;
import dev.passerelle.runtime.ort.cuda.CudaException;
import dev.passerelle.runtime.ort.cuda.Gpu;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The devices that this build and machine have, and the choice among them.
public final class Devices {

    private static final String CUDA_PROVIDER = "CUDAExecutionProvider";

    /// What `libonnxruntime_providers_cuda.so` of `onnxruntime_gpu` 1.29.0 is linked to, the driver
    /// aside.
    static final List<String> CUDA_LIBRARIES =
            List.of("libcudart.so.12", "libcublas.so.12", "libcublasLt.so.12", "libcurand.so.10");

    private final List<String> providers;
    private final Predicate<String> libraries;
    private final Optional<CudaDriver> driver;

    /// @param libraries whether the dynamic linker finds a library
    Devices(List<String> providers, Predicate<String> libraries, Optional<CudaDriver> driver) {
        this.providers = providers;
        this.libraries = libraries;
        this.driver = driver;
    }

    /// Those of this process.
    public static Devices ofProcess() {
        SharedOrtEnvironment.get();
        return new Devices(Environment.providers(), Devices::isLibrary, CudaDriver.find());
    }

    private static boolean isLibrary(String name) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(name, arena);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// The processor or a GPU.
    ///
    /// @throws DeviceUnavailableException if a GPU is asked for that can't be used
    public Device choose(Device wanted) {
        return switch (wanted) {
            case Device.Cpu cpu -> cpu;
            case Device.Auto _ -> obstacles().isEmpty() ? new Device.Cuda(0) : new Device.Cpu();
            case Device.Cuda cuda -> {
                requireUsable(cuda);
                yield cuda;
            }
        };
    }

    private void requireUsable(Device.Cuda cuda) {
        List<String> obstacles = obstacles();
        if (!obstacles.isEmpty()) {
            throw new DeviceUnavailableException(
                    "device is %s, which can't be used here: %s; or set device to cpu or auto"
                            .formatted(cuda.id(), String.join("; ", obstacles)));
        }
        List<Gpu> gpus = driver.orElseThrow().gpus();
        if (cuda.index() >= gpus.size()) {
            throw new DeviceUnavailableException(
                    "device is %s; there are %s"
                            .formatted(
                                    cuda.id(),
                                    gpus.stream()
                                            .map(gpu ->
                                                    "cuda:%d (%s)"
                                                            .formatted(gpu.index(), gpu.name()))
                                            .collect(Collectors.joining(", "))));
        }
    }

    /// Refuses a model that a GPU has no room for.
    ///
    /// @throws DeviceUnavailableException if it needs more than the GPU has free
    public void requireRoom(Device.Cuda cuda, MemoryEstimate needed) {
        try (CudaDevice gpu = driver.orElseThrow().open(cuda.index())) {
            long free = gpu.freeBytes();
            if (needed.total() > free) {
                throw new DeviceUnavailableException(
                        "%s has %d MiB free and the model takes up to %d (%d of weights, %d of keys and values): lower slots or max-length, or choose another device"
                                .formatted(
                                        cuda.id(),
                                        free >> 20,
                                        needed.total() >> 20,
                                        needed.weights() >> 20,
                                        needed.kvCache() >> 20));
            }
        }
    }

    /// All there is to say.
    public DeviceReport report() {
        return new DeviceReport(
                Environment.version(),
                providers,
                System.getProperty("onnxruntime.native.path"),
                driver.map(CudaDriver::version).orElse(null),
                gpus().stream()
                        .map(gpu -> new DeviceReport.Memory(gpu, freeBytes(gpu.index())))
                        .toList(),
                obstacles());
    }

    private List<Gpu> gpus() {
        try {
            return driver.map(CudaDriver::gpus).orElse(List.of());
        } catch (CudaException e) {
            return List.of();
        }
    }

    private @Nullable Long freeBytes(int index) {
        try (CudaDevice gpu = driver.orElseThrow().open(index)) {
            return gpu.freeBytes();
        } catch (CudaException e) {
            return null;
        }
    }

    /// Why no GPU can be used, the first to be mended first.
    private List<String> obstacles() {
        List<String> obstacles = new ArrayList<>();
        if (!providers.contains(CUDA_PROVIDER)) {
            obstacles.add(
                    "this build has no CUDA: build it with PASSERELLE_MAVEN_OPTIONS=-Pcuda, for Linux on x86-64");
        }
        if (driver.isEmpty()) {
            obstacles.add(
                    "there is no NVIDIA driver (%s): install it, or start the container with the GPU (docker run --gpus all)"
                            .formatted(CudaDriver.LIBRARY));
        }
        List<String> missing = CUDA_LIBRARIES.stream().filter(libraries.negate()).toList();
        if (!missing.isEmpty()) {
            obstacles.add(
                    "CUDA 12's libraries are not all there (%s): install them, or name their directory in LD_LIBRARY_PATH"
                            .formatted(String.join(", ", missing)));
        }
        driver.flatMap(Devices::noGpus).ifPresent(obstacles::add);
        return obstacles;
    }

    private static Optional<String> noGpus(CudaDriver driver) {
        try {
            return driver.gpus().isEmpty()
                    ? Optional.of("the NVIDIA driver shows no GPU: see CUDA_VISIBLE_DEVICES")
                    : Optional.empty();
        } catch (CudaException e) {
            return Optional.of("the NVIDIA driver doesn't work: " + e.getMessage());
        }
    }
}
