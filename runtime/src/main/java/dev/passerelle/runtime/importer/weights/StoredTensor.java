package dev.passerelle.runtime.importer.weights;

import dev.passerelle.runtime.importer.CheckpointException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/// A tensor in a checkpoint, its bytes mapped from the file.
///
/// @param file where it lies, for messages
/// @param shape row-major, slowest dimension first
/// @param data exactly the tensor's bytes
public record StoredTensor(
        Path file, String name, List<Long> shape, ElementType type, MemorySegment data)
        implements WeightRows {

    public StoredTensor {
        shape = List.copyOf(shape);
    }

    /// Elements of the fastest dimension.
    @Override
    public int columns() {
        return Math.toIntExact(shape.getLast());
    }

    /// How many runs of [#columns()] there are.
    @Override
    public long rows() {
        return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact) / columns();
    }

    /// One row's bytes.
    public MemorySegment row(long index) {
        long bytes = type.bytes(columns());
        return data.asSlice(index * bytes, bytes);
    }

    @Override
    public void read(long row, float[] out) {
        BlockDecoder.decode(type, row(row), out, columns());
    }

    @Override
    public float[] floats() {
        float[] values = new float[Math.toIntExact(rows() * columns())];
        BlockDecoder.decode(type, data, values, values.length);
        return values;
    }

    /// Itself, after a check of its shape.
    public StoredTensor requireShape(List<Long> expected) {
        if (!shape.equals(expected)) {
            throw CheckpointException.tensor(
                    file,
                    name,
                    "shape is %s but the configuration asks for %s".formatted(shape, expected));
        }
        return this;
    }
}
