package dev.passerelle.runtime.importer.safetensors;

import dev.passerelle.runtime.importer.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the JSON files and headers of a checkpoint; each is an object without duplicate keys.
public final class CheckpointJson {

    private static final long MOST_BYTES = 64L << 20;

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private CheckpointJson() {}

    /// @throws CheckpointException if the file can't be read or is not a JSON object
    public static JsonNode read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new CheckpointException(file, "is larger than 64 MiB");
            }
            return parse(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new CheckpointException(file, "can't be read: " + e.getMessage(), e);
        }
    }

    /// @param file named in errors
    static JsonNode parse(Path file, byte[] text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (!node.isObject()) {
                throw new CheckpointException(file, "is not a JSON object");
            }
            return node;
        } catch (JacksonException e) {
            throw new CheckpointException(
                    file,
                    "has malformed JSON: " + CheckpointException.printable(e.getOriginalMessage()),
                    e);
        }
    }
}
