package dev.passerelle.runtime.importer.weights;

import dev.passerelle.runtime.importer.CheckpointException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// Where a tensor's bytes lie in the data section of a file.
public record ByteRange(String tensor, long offset, long length) {

    /// @throws CheckpointException if the range leaves the section of `available` bytes
    public void requireWithin(Path file, long available) {
        if (offset < 0 || length > available || offset > available - length) {
            throw CheckpointException.tensor(
                    file,
                    tensor,
                    "%d bytes at offset %s don't fit the data section of %d bytes: the file is truncated or damaged"
                            .formatted(length, Long.toUnsignedString(offset), available));
        }
    }

    /// @throws CheckpointException if two ranges share a byte
    public static void requireDisjoint(Path file, List<ByteRange> ranges) {
        List<ByteRange> sorted =
                ranges.stream().sorted(Comparator.comparingLong(ByteRange::offset)).toList();
        for (int i = 1; i < sorted.size(); i++) {
            ByteRange before = sorted.get(i - 1);
            ByteRange after = sorted.get(i);
            if (before.offset + before.length > after.offset) {
                throw CheckpointException.tensor(
                        file,
                        after.tensor,
                        "overlaps tensor '%s'"
                                .formatted(CheckpointException.printable(before.tensor)));
            }
        }
    }
}
