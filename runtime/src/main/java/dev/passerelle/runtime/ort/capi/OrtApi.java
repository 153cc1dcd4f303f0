package dev.passerelle.runtime.ort.capi;

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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The functions of `struct OrtApi` (onnxruntime_c_api.h) that are used here.
///
/// The struct is an array of function pointers that only ever grows at its end. A function's index
/// is its place in that header; ONNX Runtime asserts the places of the last function of each
/// version when it is built, among them 101 for `ReleaseCustomOpDomain`, 149 for
/// `SetGlobalSpinControl` and 209 for `SessionOptionsAppendExecutionProvider_MIGraphX`.
///
/// The library is the one that the Java API has loaded with this class's loader.
final class OrtApi {

    /// The newest version of the struct that these functions need: `ORT_API_VERSION` of 1.11.
    private static final int API_VERSION = 11;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemorySegment BASE = base();
    private static final MemorySegment TABLE = table();

    static final MethodHandle GET_ERROR_MESSAGE = pointer(2, ADDRESS);
    static final MethodHandle CREATE_ENV = pointer(3, JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle CREATE_SESSION = pointer(7, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle CREATE_SESSION_OPTIONS = pointer(10, ADDRESS);
    static final MethodHandle DISABLE_MEM_PATTERN = pointer(17, ADDRESS);
    static final MethodHandle SET_LOG_SEVERITY = pointer(22, ADDRESS, JAVA_INT);
    static final MethodHandle SET_OPTIMIZATION = pointer(23, ADDRESS, JAVA_INT);
    static final MethodHandle SET_INTRA_OP_THREADS = pointer(24, ADDRESS, JAVA_INT);
    static final MethodHandle SESSION_INPUT_COUNT = pointer(30, ADDRESS, ADDRESS);
    static final MethodHandle SESSION_INPUT_TYPE = pointer(33, ADDRESS, JAVA_LONG, ADDRESS);
    static final MethodHandle SESSION_INPUT_NAME =
            pointer(36, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    static final MethodHandle CREATE_TENSOR_WITH_DATA =
            pointer(49, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS);
    static final MethodHandle TENSOR_INFO_OF_TYPE = pointer(55, ADDRESS, ADDRESS);
    static final MethodHandle TENSOR_ELEMENT_TYPE = pointer(60, ADDRESS, ADDRESS);
    static final MethodHandle CREATE_MEMORY_INFO =
            pointer(68, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    static final MethodHandle ALLOCATOR_FREE = pointer(76, ADDRESS, ADDRESS);
    static final MethodHandle DEFAULT_ALLOCATOR = pointer(78, ADDRESS);
    static final MethodHandle RELEASE_ENV = release(92);
    static final MethodHandle RELEASE_STATUS = release(93);
    static final MethodHandle RELEASE_MEMORY_INFO = release(94);
    static final MethodHandle RELEASE_SESSION = release(95);
    static final MethodHandle RELEASE_VALUE = release(96);
    static final MethodHandle RELEASE_TYPE_INFO = release(98);
    static final MethodHandle RELEASE_SESSION_OPTIONS = release(100);
    static final MethodHandle AVAILABLE_PROVIDERS = pointer(125, ADDRESS, ADDRESS);
    static final MethodHandle RELEASE_PROVIDERS = pointer(126, ADDRESS, JAVA_INT);
    static final MethodHandle ADD_CONFIG_ENTRY = pointer(130, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle RUN_WITH_BINDING = pointer(133, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle CREATE_IO_BINDING = pointer(134, ADDRESS, ADDRESS);
    static final MethodHandle RELEASE_IO_BINDING = release(135);
    static final MethodHandle BIND_INPUT = pointer(136, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle BIND_OUTPUT = pointer(137, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle APPEND_CUDA = pointer(204, ADDRESS, ADDRESS);
    static final MethodHandle CREATE_CUDA_OPTIONS = pointer(205, ADDRESS);
    static final MethodHandle UPDATE_CUDA_OPTIONS =
            pointer(206, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    static final MethodHandle RELEASE_CUDA_OPTIONS = release(208);

    private OrtApi() {}

    /// A native call that returns a pointer, an `OrtStatus` where nothing else is said.
    interface Call {
        MemorySegment run() throws Throwable;
    }

    /// Makes a call whose status is null for success.
    ///
    /// @throws OrtFailure with ONNX Runtime's message; the status is released
    static void check(Call call) {
        MemorySegment status = run(call);
        if (status.equals(MemorySegment.NULL)) {
            return;
        }
        String message = text(run(() -> (MemorySegment) GET_ERROR_MESSAGE.invokeExact(status)));
        release(RELEASE_STATUS, status);
        throw new OrtFailure(message);
    }

    /// Makes a call that writes the address of what it creates to its last argument.
    static MemorySegment create(Creation creation) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            check(() -> creation.run(arena, out));
            return out.get(ADDRESS, 0);
        }
    }

    /// A call with memory for its arguments and the place for its result.
    interface Creation {
        MemorySegment run(Arena arena, MemorySegment out) throws Throwable;
    }

    static void release(MethodHandle release, MemorySegment object) {
        try {
            release.invokeExact(object);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Reads a zero-terminated string.
    static String text(MemorySegment address) {
        return address.reinterpret(Long.MAX_VALUE).getString(0, StandardCharsets.UTF_8);
    }

    /// The library's version, e.g. `1.29.0`.
    static String version() {
        MemorySegment function = BASE.getAtIndex(ADDRESS, 1);
        MethodHandle handle = LINKER.downcallHandle(function, FunctionDescriptor.of(ADDRESS));
        return text(run(() -> (MemorySegment) handle.invokeExact()));
    }

    /// The execution providers that the library was built with, best first.
    static List<String> providers() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment names = arena.allocate(ADDRESS);
            MemorySegment count = arena.allocate(JAVA_INT);
            check(() -> (MemorySegment) AVAILABLE_PROVIDERS.invokeExact(names, count));
            int length = count.get(JAVA_INT, 0);
            MemorySegment array = names.get(ADDRESS, 0).reinterpret(length * ADDRESS.byteSize());
            List<String> providers = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                providers.add(text(array.getAtIndex(ADDRESS, i)));
            }
            check(() -> (MemorySegment) RELEASE_PROVIDERS.invokeExact(array, length));
            return List.copyOf(providers);
        }
    }

    private static MemorySegment run(Call call) {
        try {
            return call.run();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static RuntimeException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
    }

    private static MemorySegment base() {
        MemorySegment function =
                SymbolLookup.loaderLookup()
                        .find("OrtGetApiBase")
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "ONNX Runtime's library is not loaded yet"));
        MethodHandle handle = LINKER.downcallHandle(function, FunctionDescriptor.of(ADDRESS));
        return run(() -> (MemorySegment) handle.invokeExact()).reinterpret(2 * ADDRESS.byteSize());
    }

    private static MemorySegment table() {
        MethodHandle getApi =
                LINKER.downcallHandle(
                        BASE.getAtIndex(ADDRESS, 0), FunctionDescriptor.of(ADDRESS, JAVA_INT));
        MemorySegment table = run(() -> (MemorySegment) getApi.invokeExact(API_VERSION));
        if (table.equals(MemorySegment.NULL)) {
            throw new IllegalStateException(
                    "ONNX Runtime %s has no C API of version %d".formatted(version(), API_VERSION));
        }
        return table.reinterpret(210 * ADDRESS.byteSize());
    }

    private static MethodHandle pointer(int index, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                TABLE.getAtIndex(ADDRESS, index), FunctionDescriptor.of(ADDRESS, arguments));
    }

    private static MethodHandle release(int index) {
        return LINKER.downcallHandle(
                TABLE.getAtIndex(ADDRESS, index), FunctionDescriptor.ofVoid(ADDRESS));
    }
}
