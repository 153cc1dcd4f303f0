package dev.passerelle.runtime.importer.safetensors;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.weights.StoredTensor;
import dev.passerelle.runtime.importer.weights.TensorSource;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// An open safetensors checkpoint, one file or the shards of an index.
///
/// Opening checks every shard's header, sizes and offsets; nothing is allocated that the files'
/// sizes don't justify.
public final class SafetensorsCheckpoint implements TensorSource {

    public static final String INDEX = "model.safetensors.index.json";

    private final Path origin;
    private final Arena arena;
    private final Map<String, StoredTensor> tensors;

    private SafetensorsCheckpoint(Path origin, Arena arena, Map<String, StoredTensor> tensors) {
        this.origin = origin;
        this.arena = arena;
        this.tensors = tensors;
    }

    /// Opens a `.safetensors` file or an index of shards that lie beside it.
    ///
    /// @throws CheckpointException if a file is missing or not what it claims
    public static SafetensorsCheckpoint open(Path file) {
        Arena arena = Arena.ofConfined();
        try {
            Map<String, StoredTensor> tensors =
                    isIndex(file) ? sharded(file, arena) : SafetensorsFile.read(file, arena);
            return new SafetensorsCheckpoint(file, arena, tensors);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private static boolean isIndex(Path file) {
        return file.toString().endsWith(".json");
    }

    private static Map<String, StoredTensor> sharded(Path index, Arena arena) {
        Map<String, Map<String, StoredTensor>> shards = new LinkedHashMap<>();
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (var entry : weightMap(index).entrySet()) {
            String name = entry.getKey();
            Path file = index.resolveSibling(entry.getValue());
            @Nullable StoredTensor tensor =
                    shards.computeIfAbsent(entry.getValue(), _ -> SafetensorsFile.read(file, arena))
                            .get(name);
            if (tensor == null) {
                throw CheckpointException.tensor(
                        index, name, "is not in the shard " + entry.getValue());
            }
            tensors.put(name, tensor);
        }
        checkAllListed(index, shards, tensors);
        return tensors;
    }

    private static void checkAllListed(
            Path index,
            Map<String, Map<String, StoredTensor>> shards,
            Map<String, StoredTensor> tensors) {
        for (var shard : shards.entrySet()) {
            for (var tensor : shard.getValue().entrySet()) {
                if (!tensor.getValue().equals(tensors.get(tensor.getKey()))) {
                    throw CheckpointException.tensor(
                            index,
                            tensor.getKey(),
                            "is in the shard %s but the index doesn't place it there"
                                    .formatted(shard.getKey()));
                }
            }
        }
    }

    /// The shards an index names, by tensor.
    ///
    /// @throws CheckpointException if a name is not that of a file beside the index
    public static Map<String, String> weightMap(Path index) {
        JsonNode map = CheckpointJson.read(index).path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw new CheckpointException(index, "lacks the object weight_map");
        }
        Map<String, String> files = new LinkedHashMap<>();
        for (var entry : map.properties()) {
            String file = entry.getValue().asString("");
            if (!file.matches("[A-Za-z0-9_][A-Za-z0-9._-]*\\.safetensors")) {
                throw CheckpointException.tensor(
                        index,
                        entry.getKey(),
                        "is placed in '%s', which is not the plain name of a .safetensors file"
                                .formatted(CheckpointException.printable(file)));
            }
            if (!Files.isRegularFile(index.resolveSibling(file))) {
                throw CheckpointException.tensor(
                        index, entry.getKey(), "is placed in %s, which is missing".formatted(file));
            }
            files.put(entry.getKey(), file);
        }
        return files;
    }

    @Override
    public Path origin() {
        return origin;
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
