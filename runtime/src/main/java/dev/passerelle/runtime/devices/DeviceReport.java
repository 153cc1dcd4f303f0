package dev.passerelle.runtime.devices;

import dev.passerelle.runtime.ort.cuda.Gpu;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What this build and machine can compute on.
///
/// @param onnxRuntime its version
/// @param providers ONNX Runtime's execution providers in this build, best first
/// @param libraries directory that ONNX Runtime's libraries were loaded from; null for one that is
///   made anew at each start
/// @param cudaDriver newest CUDA that the NVIDIA driver runs, e.g. `12.8`; null without a driver
/// @param gpus what the driver shows to this process
/// @param obstacles why no GPU can be used and how to mend it; empty if one can
public record DeviceReport(
        String onnxRuntime,
        List<String> providers,
        @Nullable String libraries,
        @Nullable String cudaDriver,
        List<Memory> gpus,
        List<String> obstacles) {

    /// @param freeBytes null if the driver doesn't say
    public record Memory(Gpu gpu, @Nullable Long freeBytes) {}
}
