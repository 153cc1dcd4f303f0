package dev.passerelle.runtime.importer.gguf;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.weights.ElementType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A tensor as the header describes it.
///
/// @param shape row-major, slowest dimension first: GGUF's order reversed
/// @param offset from the start of the data section
record GgufTensorInfo(String name, List<Long> shape, ElementType type, long offset, long bytes) {

    private static final int MOST_DIMENSIONS = 4;

    /// Name length, an empty name, dimension count, one dimension, type, offset.
    static final long LEAST_BYTES = 8 + 4 + 8 + 4 + 8;

    static GgufTensorInfo read(Path file, GgufCursor cursor) {
        String name = cursor.string("a tensor name");
        String what = "tensor '" + CheckpointException.printable(name) + "'";
        int dimensions = cursor.int32(what);
        if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
            throw CheckpointException.tensor(
                    file,
                    name,
                    "has %s dimensions, not 1 to %d"
                            .formatted(Integer.toUnsignedString(dimensions), MOST_DIMENSIONS));
        }
        List<Long> shape = new ArrayList<>(dimensions);
        for (int i = 0; i < dimensions; i++) {
            shape.add(cursor.int64(what));
        }
        int number = cursor.int32(what);
        ElementType type =
                GgufTypes.supported(number).orElseThrow(() -> unsupported(file, name, number));
        long bytes = bytes(file, name, shape, type);
        long offset = cursor.int64(what);
        Collections.reverse(shape);
        return new GgufTensorInfo(name, List.copyOf(shape), type, offset, bytes);
    }

    private static CheckpointException unsupported(Path file, String name, int number) {
        return CheckpointException.tensor(
                file,
                name,
                "has %s, which is not supported; supported are %s"
                        .formatted(GgufTypes.name(number), GgufTypes.supported()));
    }

    private static long bytes(Path file, String name, List<Long> shape, ElementType type) {
        try {
            long elements = 1;
            for (long size : shape) {
                if (size < 1 || size > Integer.MAX_VALUE) {
                    throw CheckpointException.tensor(
                            file, name, "dimension " + Long.toUnsignedString(size) + " is absurd");
                }
                elements = Math.multiplyExact(elements, size);
            }
            if (shape.getFirst() % type.blockElements() != 0) {
                throw CheckpointException.tensor(
                        file,
                        name,
                        "row length %d is not a multiple of %s's block of %d"
                                .formatted(shape.getFirst(), type, type.blockElements()));
            }
            return type.bytes(elements);
        } catch (ArithmeticException e) {
            throw CheckpointException.tensor(file, name, "shape " + shape + " overflows");
        }
    }
}
