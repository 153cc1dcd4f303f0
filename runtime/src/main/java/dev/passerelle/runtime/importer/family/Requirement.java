package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.CheckpointException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/// A key of `config.json` that must have one value, where it is present.
///
/// @param value as JSON text without quotes
record Requirement(String key, String value) {

    void check(Path file, JsonNode config) {
        JsonNode found = config.path(key);
        if (!found.isMissingNode() && !found.isNull() && !found.asString("").equals(value)) {
            throw new CheckpointException(
                    file,
                    "%s is %s; for this family only %s is supported"
                            .formatted(
                                    key, CheckpointException.printable(found.toString()), value));
        }
    }
}
