package dev.passerelle.runtime.importer.gguf;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.weights.ByteRange;
import dev.passerelle.runtime.importer.weights.MappedFile;
import dev.passerelle.runtime.importer.weights.StoredTensor;
import dev.passerelle.runtime.importer.weights.TensorSource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// An open GGUF file, version 2 or 3, little-endian.
///
/// Opening checks the whole header: counts, lengths, types, alignment, and that each tensor's bytes
/// lie inside the file and overlap no other's. Nothing is allocated that the file's size doesn't
/// justify. Format: `docs/gguf.md` of ggml.
public final class GgufFile implements TensorSource {

    private static final int MAGIC = 0x46554747;
    private static final long DEFAULT_ALIGNMENT = 32;
    private static final long MOST_ALIGNMENT = 1 << 20;

    private final Path path;
    private final Arena arena;
    private final GgufMetadata metadata;
    private final Map<String, StoredTensor> tensors;

    private GgufFile(
            Path path, Arena arena, GgufMetadata metadata, Map<String, StoredTensor> tensors) {
        this.path = path;
        this.arena = arena;
        this.metadata = metadata;
        this.tensors = tensors;
    }

    /// @throws CheckpointException if the file is not a GGUF file that can be read
    public static GgufFile open(Path path) {
        return open(arena -> parse(path, arena, MappedFile.map(path, arena).data()));
    }

    /// One file, or the parts of a split one: the metadata of the first, the tensors of all.
    ///
    /// @throws CheckpointException if a part can't be read, or the parts are not those of one file
    public static GgufFile open(List<Path> parts) {
        return open(arena -> {
            List<GgufFile> files = new ArrayList<>();
            Map<String, StoredTensor> tensors = new LinkedHashMap<>();
            for (Path part : parts) {
                GgufFile file = parse(part, arena, MappedFile.map(part, arena).data());
                GgufParts.check(file.metadata, files.size(), parts.size());
                files.add(file);
                file.tensors.forEach((name, tensor) -> {
                    if (tensors.put(name, tensor) != null) {
                        throw CheckpointException.tensor(part, name, "is in another part too");
                    }
                });
            }
            GgufFile first = files.getFirst();
            first.requireTensors(tensors.size());
            return new GgufFile(first.path, arena, first.metadata, tensors);
        });
    }

    private void requireTensors(int found) {
        long expected = metadata.integer("split.tensors.count").orElse((long) found);
        if (expected != found) {
            throw new CheckpointException(
                    path, "promises %d tensors, its parts have %d".formatted(expected, found));
        }
    }

    private static GgufFile open(Function<Arena, GgufFile> opening) {
        Arena arena = Arena.ofConfined();
        try {
            return opening.apply(arena);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private static GgufFile parse(Path path, Arena arena, MemorySegment data) {
        GgufCursor cursor = new GgufCursor(path, data);
        checkPreamble(path, cursor);
        long tensorCount = cursor.count("a tensor count", GgufTensorInfo.LEAST_BYTES);
        long keyCount = cursor.count("a metadata count", GgufMetadata.leastBytes());
        GgufMetadata metadata = GgufMetadata.read(path, cursor, keyCount);
        Map<String, GgufTensorInfo> infos = new LinkedHashMap<>();
        for (long i = 0; i < tensorCount; i++) {
            GgufTensorInfo info = GgufTensorInfo.read(path, cursor);
            if (infos.put(info.name(), info) != null) {
                throw CheckpointException.tensor(path, info.name(), "is listed twice");
            }
        }
        long alignment = alignment(path, metadata);
        long start = (cursor.position() + alignment - 1) / alignment * alignment;
        return new GgufFile(path, arena, metadata, locate(path, data, infos, start, alignment));
    }

    private static void checkPreamble(Path path, GgufCursor cursor) {
        if (cursor.int32("the magic") != MAGIC) {
            throw new CheckpointException(path, "is not a GGUF file: it doesn't start with 'GGUF'");
        }
        int version = cursor.int32("the version");
        if (Integer.reverseBytes(version) == 2 || Integer.reverseBytes(version) == 3) {
            throw new CheckpointException(path, "is big-endian GGUF, which is not supported");
        }
        if (version != 2 && version != 3) {
            throw new CheckpointException(
                    path,
                    "has GGUF version %s; versions 2 and 3 are supported"
                            .formatted(Integer.toUnsignedString(version)));
        }
    }

    private static long alignment(Path path, GgufMetadata metadata) {
        long alignment = metadata.integer("general.alignment").orElse(DEFAULT_ALIGNMENT);
        if (alignment < 8 || alignment > MOST_ALIGNMENT || Long.bitCount(alignment) != 1) {
            throw new CheckpointException(
                    path,
                    "general.alignment is %d, not a power of two from 8".formatted(alignment));
        }
        return alignment;
    }

    private static Map<String, StoredTensor> locate(
            Path path,
            MemorySegment data,
            Map<String, GgufTensorInfo> infos,
            long start,
            long alignment) {
        long available = Math.max(0, data.byteSize() - start);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (GgufTensorInfo info : infos.values()) {
            if (info.offset() % alignment != 0) {
                throw CheckpointException.tensor(
                        path,
                        info.name(),
                        "offset %d is not a multiple of the alignment %d"
                                .formatted(info.offset(), alignment));
            }
            range(info).requireWithin(path, available);
            MemorySegment bytes = data.asSlice(start + info.offset(), info.bytes());
            tensors.put(
                    info.name(),
                    new StoredTensor(path, info.name(), info.shape(), info.type(), bytes));
        }
        ByteRange.requireDisjoint(path, infos.values().stream().map(GgufFile::range).toList());
        return tensors;
    }

    private static ByteRange range(GgufTensorInfo info) {
        return new ByteRange(info.name(), info.offset(), info.bytes());
    }

    public GgufMetadata metadata() {
        return metadata;
    }

    @Override
    public Path origin() {
        return path;
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    @Override
    public void close() {
        arena.close();
    }
}
