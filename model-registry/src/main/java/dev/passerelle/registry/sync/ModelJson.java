package dev.passerelle.registry.sync;

import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.registry.store.SafeNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What JSON files of a repository say about its other files.
final class ModelJson {

    private static final long MOST_BYTES = 64L << 20;
    private static final JsonMapper JSON = new JsonMapper();

    private ModelJson() {}

    /// The files that an index of safetensors shards names.
    static List<String> shards(Path index) throws IOException {
        List<String> shards =
                elements(read(index).path("weight_map"))
                        .map(shard -> SafeNames.path(shard.asString("")))
                        .distinct()
                        .sorted()
                        .toList();
        if (shards.isEmpty() || !shards.stream().allMatch(name -> name.endsWith(".safetensors"))) {
            throw new ModelSourceException(
                    "%s names no safetensors files, or others too"
                            .formatted(Checkpoints.SAFETENSORS_INDEX));
        }
        return shards;
    }

    /// Whether a configuration can only be understood by code that comes with it. Repositories of
    /// models that have since become known everywhere keep naming theirs.
    ///
    /// @param modelTypes those that need none
    static boolean needsCode(Path config, Set<String> modelTypes) throws IOException {
        JsonNode root = read(config);
        boolean named =
                !root.path("auto_map").isEmpty() || root.path("custom_code").asBoolean(false);
        return named && !modelTypes.contains(root.path("model_type").asString(""));
    }

    /// The directories of sentence-transformers modules, each with a `/` at its end.
    static List<String> moduleDirectories(Path modules) throws IOException {
        return elements(read(modules))
                .map(module -> module.path("path").asString(""))
                .filter(path -> !path.isEmpty())
                .map(path -> SafeNames.path(path) + "/")
                .toList();
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return StreamSupport.stream(node.values().spliterator(), false);
    }

    private static JsonNode read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new ModelSourceException(
                    "%s is refused: no such JSON is larger than 64 MiB".formatted(file));
        }
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            throw new ModelSourceException(
                    "%s is not JSON: %s".formatted(file, e.getOriginalMessage()));
        }
    }
}
