package dev.passerelle.registry.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The list of a commit's files that Python leaves in `trees/COMMIT.json` before it downloads a
/// snapshot. It tells a snapshot that broke off from a complete one.
///
/// Passerelle writes none: with one, Python takes a snapshot for incomplete that lacks the files
/// which are never fetched here.
public final class TreeListing {

    private static final long MOST_BYTES = 64L << 20;
    private static final JsonMapper JSON = new JsonMapper();

    private TreeListing() {}

    /// The paths of all files of a commit; none if that isn't known.
    public static Set<String> paths(CachedRepository repository, String commit) {
        Path file = repository.root().resolve("trees").resolve(commit + ".json");
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES) {
                return new HashSet<>(
                        JSON.readTree(Files.readAllBytes(file)).path("files").propertyNames());
            }
        } catch (IOException | JacksonException _) {
            // as Python does: a list that can't be read is none
        }
        return Set.of();
    }
}
