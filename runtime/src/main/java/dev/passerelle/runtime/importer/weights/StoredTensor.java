package dev.passerelle.runtime.importer.weights;

import dev.passerelle.runtime.importer.CheckpointException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A tensor in a checkpoint, its bytes mapped from the file.
///
/// @param file where it lies, for messages
/// @param shape row-major, slowest dimension first
/// @param type how `data` is encoded
/// @param data exactly the tensor's bytes
/// @param update what is to be added to them; [RowReader] does
public record StoredTensor(
        Path file,
        String name,
        List<Long> shape,
        ElementType type,
        MemorySegment data,
        @Nullable LowRankUpdate update)
        implements WeightRows {

    public StoredTensor {
        shape = List.copyOf(shape);
    }

    public StoredTensor(
            Path file, String name, List<Long> shape, ElementType type, MemorySegment data) {
        this(file, name, shape, type, data, null);
    }

    /// The type that a graph keeps it as: its own, unless its values are no longer those that its
    /// codes stand for. Then it is 8-bit blocks in place of any codes.
    @Override
    public ElementType keptType() {
        return update == null || WeightForm.exact(type) instanceof WeightForm.Float32
                ? type
                : ElementType.Q8_0;
    }

    /// The same with what an adapter adds.
    ///
    /// @throws CheckpointException if it is not a matrix of the adapter's shapes
    public StoredTensor updated(LowRankUpdate added) {
        return new StoredTensor(file, name, shape, type, data, added.requireFit(shape));
    }

    /// Some of its rows, as a matrix.
    public StoredTensor rows(long from, long count) {
        long bytes = type.bytes(columns());
        return new StoredTensor(
                file,
                name,
                List.of(count, (long) columns()),
                type,
                data.asSlice(from * bytes, count * bytes),
                update == null ? null : update.startingAt(from));
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
        reader().read(row, out);
    }

    @Override
    public Reader reader() {
        return update == null
                ? (row, out) -> BlockDecoder.decode(type, row(row), out, columns())
                : new RowReader(this);
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
