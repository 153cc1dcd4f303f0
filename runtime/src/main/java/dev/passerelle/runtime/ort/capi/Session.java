package dev.passerelle.runtime.ort.capi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A graph ready to run. Belongs to one thread.
public final class Session extends NativeObject {

    private Session(MemorySegment address) {
        super(address, OrtApi.RELEASE_SESSION);
    }

    /// Loads a graph and its external data.
    ///
    /// @throws OrtFailure if it can't be read or is no graph
    public static Session open(Environment environment, Path graph, SessionOptions options) {
        return new Session(
                OrtApi.create((arena, out) ->
                        (MemorySegment)
                                OrtApi.CREATE_SESSION.invokeExact(
                                        environment.address(),
                                        arena.allocateFrom(graph.toString()),
                                        options.address(),
                                        out)));
    }

    /// Computes the outputs of a binding from its inputs.
    ///
    /// @throws OrtFailure if an input is missing or of the wrong shape, or the computation fails
    public void run(IoBinding binding) {
        OrtApi.check(() ->
                (MemorySegment)
                        OrtApi.RUN_WITH_BINDING.invokeExact(
                                address(), MemorySegment.NULL, binding.address()));
    }

    /// The types of the graph's inputs by name, in the graph's order; all must be tensors.
    public Map<String, ElementType> inputs() {
        Map<String, ElementType> inputs = new LinkedHashMap<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_LONG);
            OrtApi.check(
                    () -> (MemorySegment) OrtApi.SESSION_INPUT_COUNT.invokeExact(address(), count));
            for (long i = 0; i < count.get(JAVA_LONG, 0); i++) {
                inputs.put(name(i), type(i));
            }
        }
        return inputs;
    }

    private String name(long index) {
        MemorySegment allocator =
                OrtApi.create(
                        (_, out) -> (MemorySegment) OrtApi.DEFAULT_ALLOCATOR.invokeExact(out));
        MemorySegment name =
                OrtApi.create((_, out) ->
                        (MemorySegment)
                                OrtApi.SESSION_INPUT_NAME.invokeExact(
                                        address(), index, allocator, out));
        String text = OrtApi.text(name);
        OrtApi.check(() -> (MemorySegment) OrtApi.ALLOCATOR_FREE.invokeExact(allocator, name));
        return text;
    }

    private ElementType type(long index) {
        MemorySegment type =
                OrtApi.create((_, out) ->
                        (MemorySegment)
                                OrtApi.SESSION_INPUT_TYPE.invokeExact(address(), index, out));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment tensor = arena.allocate(ADDRESS);
            OrtApi.check(
                    () -> (MemorySegment) OrtApi.TENSOR_INFO_OF_TYPE.invokeExact(type, tensor));
            MemorySegment info = tensor.get(ADDRESS, 0);
            MemorySegment number = arena.allocate(JAVA_INT);
            OrtApi.check(
                    () -> (MemorySegment) OrtApi.TENSOR_ELEMENT_TYPE.invokeExact(info, number));
            return ElementType.of(number.get(JAVA_INT, 0));
        } finally {
            OrtApi.release(OrtApi.RELEASE_TYPE_INFO, type);
        }
    }
}
