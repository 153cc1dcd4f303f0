package dev.passerelle.runtime.importer.gguf;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.weights.Bytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Reads a GGUF header front to back; every read is checked against the file's end.
final class GgufCursor {

    /// Bytes; the longest in practice are chat templates and licences.
    private static final int LONGEST_STRING = 16 << 20;

    private final Path file;
    private final MemorySegment data;
    private long position;

    GgufCursor(Path file, MemorySegment data) {
        this.file = file;
        this.data = data;
    }

    /// Another cursor over the same file.
    GgufCursor at(long elsewhere) {
        GgufCursor cursor = new GgufCursor(file, data);
        cursor.position = elsewhere;
        return cursor;
    }

    long position() {
        return position;
    }

    long remaining() {
        return data.byteSize() - position;
    }

    int uint8(String what) {
        return data.get(ValueLayout.JAVA_BYTE, take(1, what)) & 0xFF;
    }

    int int32(String what) {
        return data.get(Bytes.INT, take(4, what));
    }

    long int64(String what) {
        return data.get(Bytes.LONG, take(8, what));
    }

    int int16(String what) {
        return data.get(Bytes.SHORT, take(2, what));
    }

    /// A count of things that take at least `leastBytes` each.
    long count(String what, long leastBytes) {
        long count = int64(what);
        if (count < 0 || count > remaining() / leastBytes) {
            throw new CheckpointException(
                    file,
                    "claims %s of %s, more than the remaining %d bytes can hold"
                            .formatted(what, Long.toUnsignedString(count), remaining()));
        }
        return count;
    }

    String string(String what) {
        long length = count("a length of " + what, 1);
        if (length > LONGEST_STRING) {
            throw new CheckpointException(
                    file,
                    "%s claims %d bytes; at most %d are taken"
                            .formatted(what, length, LONGEST_STRING));
        }
        byte[] text = data.asSlice(take(length, what), length).toArray(ValueLayout.JAVA_BYTE);
        return new String(text, StandardCharsets.UTF_8);
    }

    void skip(long bytes, String what) {
        take(bytes, what);
    }

    private long take(long bytes, String what) {
        if (bytes > remaining()) {
            throw new CheckpointException(
                    file,
                    "ends at byte %d, inside %s: the file is truncated or damaged"
                            .formatted(data.byteSize(), what));
        }
        long at = position;
        position += bytes;
        return at;
    }
}
