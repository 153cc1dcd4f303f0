package dev.passerelle.runtime.importer.safetensors;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.weights.ByteRange;
import dev.passerelle.runtime.importer.weights.Bytes;
import dev.passerelle.runtime.importer.weights.ElementType;
import dev.passerelle.runtime.importer.weights.MappedFile;
import dev.passerelle.runtime.importer.weights.StoredTensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Reads one safetensors file: an 8-byte header length, a JSON header, the tensors' bytes without
/// holes.
final class SafetensorsFile {

    /// Room for some hundred thousand tensors; the reference implementation allows 100 MB.
    private static final long MOST_HEADER_BYTES = 32L << 20;

    private static final Map<String, ElementType> TYPES =
            Map.of("F32", ElementType.F32, "F16", ElementType.F16, "BF16", ElementType.BF16);

    private final Path file;
    private final MemorySegment data;

    private SafetensorsFile(Path file, MemorySegment data) {
        this.file = file;
        this.data = data;
    }

    /// The file's tensors by name, mapped for as long as `arena` lives.
    ///
    /// @throws CheckpointException if the file is not what it claims
    static Map<String, StoredTensor> read(Path file, Arena arena) {
        return new SafetensorsFile(file, MappedFile.map(file, arena).data()).tensors();
    }

    private Map<String, StoredTensor> tensors() {
        if (data.byteSize() < 8) {
            throw new CheckpointException(file, "is shorter than a safetensors header");
        }
        long headerBytes = data.get(Bytes.LONG, 0);
        if (headerBytes < 2 || headerBytes > Math.min(MOST_HEADER_BYTES, data.byteSize() - 8)) {
            throw new CheckpointException(
                    file,
                    "claims a header of %s bytes: it is not a safetensors file, or it is truncated"
                            .formatted(Long.toUnsignedString(headerBytes)));
        }
        byte[] text = data.asSlice(8, headerBytes).toArray(ValueLayout.JAVA_BYTE);
        JsonNode header = CheckpointJson.parse(file, text);
        MemorySegment section = data.asSlice(8 + headerBytes);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        List<ByteRange> ranges = new ArrayList<>();
        for (var entry : header.properties()) {
            if (!entry.getKey().equals("__metadata__")) {
                ByteRange range = range(entry.getKey(), entry.getValue(), section.byteSize());
                ranges.add(range);
                tensors.put(entry.getKey(), tensor(entry.getValue(), section, range));
            }
        }
        checkCoverage(ranges, section.byteSize());
        return tensors;
    }

    private ByteRange range(String name, JsonNode entry, long available) {
        List<Long> offsets = integers(name, entry, "data_offsets");
        if (offsets.size() != 2 || offsets.get(1) < offsets.get(0)) {
            throw CheckpointException.tensor(
                    file, name, "data_offsets " + offsets + " are not a begin and an end");
        }
        ByteRange range = new ByteRange(name, offsets.get(0), offsets.get(1) - offsets.get(0));
        range.requireWithin(file, available);
        return range;
    }

    private StoredTensor tensor(JsonNode entry, MemorySegment section, ByteRange range) {
        String name = range.tensor();
        String dtype = entry.path("dtype").asString("missing");
        ElementType type = TYPES.get(dtype);
        if (type == null) {
            throw CheckpointException.tensor(
                    file,
                    name,
                    "has dtype %s, which is not supported; supported are F32, F16 and BF16"
                            .formatted(CheckpointException.printable(dtype)));
        }
        List<Long> shape = integers(name, entry, "shape");
        long bytes = bytes(name, shape, type);
        if (bytes != range.length()) {
            throw CheckpointException.tensor(
                    file,
                    name,
                    "shape %s of %s takes %d bytes but data_offsets span %d"
                            .formatted(shape, type, bytes, range.length()));
        }
        return new StoredTensor(
                file, name, shape, type, section.asSlice(range.offset(), range.length()));
    }

    private long bytes(String name, List<Long> shape, ElementType type) {
        try {
            long elements = 1;
            for (long size : shape) {
                if (size > Integer.MAX_VALUE) {
                    throw CheckpointException.tensor(
                            file, name, "dimension " + size + " is absurd");
                }
                elements = Math.multiplyExact(elements, size);
            }
            return type.bytes(elements);
        } catch (ArithmeticException e) {
            throw CheckpointException.tensor(file, name, "shape " + shape + " overflows");
        }
    }

    private List<Long> integers(String name, JsonNode entry, String key) {
        List<Long> values = new ArrayList<>();
        for (JsonNode value : entry.path(key)) {
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                throw CheckpointException.tensor(
                        file, name, key + " are not non-negative integers");
            }
            values.add(value.longValue());
        }
        if (!entry.path(key).isArray()) {
            throw CheckpointException.tensor(file, name, "lacks the list " + key);
        }
        return values;
    }

    private void checkCoverage(List<ByteRange> ranges, long available) {
        ByteRange.requireDisjoint(file, ranges);
        long covered = ranges.stream().mapToLong(ByteRange::length).sum();
        if (covered != available) {
            throw new CheckpointException(
                    file,
                    "has %d bytes of data but its tensors cover %d".formatted(available, covered));
        }
    }
}
