package dev.passerelle.runtime.ort;

import java.lang.foreign.MemorySegment;

/// Memory that a tensor lies in, the processor's or a GPU's. Offsets and sizes are in bytes.
interface TensorMemory extends AutoCloseable {

    /// Its address and size. A GPU's can't be read or written through it.
    MemorySegment segment();

    /// Copies within it.
    void copy(long from, long to, long bytes);

    /// Copies out of it.
    void read(long at, MemorySegment into, long offset, long bytes);

    /// Copies into it.
    void write(MemorySegment from, long offset, long at, long bytes);

    /// Gives back what of a range can be given back; its content is lost.
    void giveBack(long offset, long bytes);

    @Override
    void close();
}
