package dev.passerelle.runtime.ort.capi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/// Inputs and outputs of a session by name, kept from one run to the next. Belongs to the session's
/// thread and is closed before it.
///
/// An input that the graph reads on a GPU is copied there when it is bound: what changes between
/// runs has to be bound again, even where the memory is the same.
public final class IoBinding extends NativeObject {

    private final Map<String, MemorySegment> names = new HashMap<>();

    private IoBinding(MemorySegment address) {
        super(address, OrtApi.RELEASE_IO_BINDING);
    }

    public static IoBinding of(Session session) {
        return new IoBinding(
                OrtApi.create((_, out) ->
                        (MemorySegment)
                                OrtApi.CREATE_IO_BINDING.invokeExact(session.address(), out)));
    }

    /// Binds an input, or binds it anew. The binding keeps the tensor, but not its memory.
    ///
    /// @throws OrtFailure if the graph has no such input; the binding is of no use then
    public void input(String name, Tensor tensor) {
        OrtApi.check(() ->
                (MemorySegment)
                        OrtApi.BIND_INPUT.invokeExact(address(), text(name), tensor.address()));
    }

    /// Binds an output to memory that it is written to. A name that the graph doesn't have fails
    /// the run.
    public void output(String name, Tensor tensor) {
        OrtApi.check(() ->
                (MemorySegment)
                        OrtApi.BIND_OUTPUT.invokeExact(address(), text(name), tensor.address()));
    }

    private MemorySegment text(String name) {
        return names.computeIfAbsent(name, text -> Arena.ofAuto().allocateFrom(text));
    }
}
