package dev.passerelle.runtime.ort.capi;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/// How a session computes: every optimisation of the graph, no memory patterns, since shapes change
/// with each call, and only errors logged.
public final class SessionOptions extends NativeObject {

    private static final int ALL_OPTIMIZATIONS = 99;
    private static final int LOG_ERRORS = 3;

    /// Makes weights of signed bytes unsigned, which is exact everywhere and slower.
    private static final String UNSIGNED_WEIGHTS = "session.x64quantprecision";

    private SessionOptions(MemorySegment address) {
        super(address, OrtApi.RELEASE_SESSION_OPTIONS);
    }

    /// @param threads native threads of the session
    public static SessionOptions of(int threads) {
        SessionOptions options =
                new SessionOptions(
                        OrtApi.create((_, out) ->
                                (MemorySegment) OrtApi.CREATE_SESSION_OPTIONS.invokeExact(out)));
        MemorySegment address = options.address();
        OrtApi.check(
                () -> (MemorySegment) OrtApi.SET_INTRA_OP_THREADS.invokeExact(address, threads));
        OrtApi.check(() ->
                (MemorySegment) OrtApi.SET_OPTIMIZATION.invokeExact(address, ALL_OPTIMIZATIONS));
        OrtApi.check(() -> (MemorySegment) OrtApi.DISABLE_MEM_PATTERN.invokeExact(address));
        OrtApi.check(
                () -> (MemorySegment) OrtApi.SET_LOG_SEVERITY.invokeExact(address, LOG_ERRORS));
        if (ByteProducts.overflow()) {
            options.add(UNSIGNED_WEIGHTS, "1");
        }
        return options;
    }

    private void add(String key, String value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(key);
            MemorySegment text = arena.allocateFrom(value);
            OrtApi.check(() ->
                    (MemorySegment) OrtApi.ADD_CONFIG_ENTRY.invokeExact(address(), name, text));
        }
    }

    /// Computes on a GPU what it can.
    ///
    /// @param settings of the CUDA execution provider, e.g. `device_id`
    /// @throws OrtFailure if the library was built without CUDA, or CUDA's libraries are not there
    public void addCuda(Map<String, String> settings) {
        MemorySegment cuda =
                OrtApi.create(
                        (_, out) -> (MemorySegment) OrtApi.CREATE_CUDA_OPTIONS.invokeExact(out));
        try (Arena arena = Arena.ofConfined()) {
            List<String> keys = List.copyOf(settings.keySet());
            MemorySegment names = strings(arena, keys);
            MemorySegment values = strings(arena, keys.stream().map(settings::get).toList());
            OrtApi.check(() ->
                    (MemorySegment)
                            OrtApi.UPDATE_CUDA_OPTIONS.invokeExact(
                                    cuda, names, values, (long) keys.size()));
            OrtApi.check(() -> (MemorySegment) OrtApi.APPEND_CUDA.invokeExact(address(), cuda));
        } finally {
            OrtApi.release(OrtApi.RELEASE_CUDA_OPTIONS, cuda);
        }
    }

    private static MemorySegment strings(Arena arena, List<String> strings) {
        MemorySegment array = arena.allocate(ADDRESS, strings.size());
        for (int i = 0; i < strings.size(); i++) {
            array.setAtIndex(ADDRESS, i, arena.allocateFrom(strings.get(i)));
        }
        return array;
    }
}
