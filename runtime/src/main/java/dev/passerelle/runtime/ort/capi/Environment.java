package dev.passerelle.runtime.ort.capi;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// A share in the process's one ONNX Runtime environment; the Java API holds another.
public final class Environment extends NativeObject {

    private static final int LOG_WARNINGS = 2;

    private Environment(MemorySegment address) {
        super(address, OrtApi.RELEASE_ENV);
    }

    /// Takes a share. ONNX Runtime's library must be loaded.
    public static Environment share() {
        return new Environment(
                OrtApi.create((arena, out) ->
                        (MemorySegment)
                                OrtApi.CREATE_ENV.invokeExact(
                                        LOG_WARNINGS, arena.allocateFrom("passerelle"), out)));
    }

    /// ONNX Runtime's version, e.g. `1.29.0`.
    public static String version() {
        return OrtApi.version();
    }

    /// The execution providers that the library was built with, e.g. `CUDAExecutionProvider`, best
    /// first.
    public static List<String> providers() {
        return OrtApi.providers();
    }
}
