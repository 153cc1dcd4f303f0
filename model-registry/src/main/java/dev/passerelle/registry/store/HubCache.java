package dev.passerelle.registry.store;

import dev.passerelle.registry.ModelSourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The directory in which Hugging Face's clients keep what they downloaded (`HF_HUB_CACHE`).
///
/// @param root absolute
public record HubCache(Path root) {

    private static final String PREFIX = "models--";
    private static final String TAG =
            """
            Signature: 8a477f597d28d172789f06886806bc55
            # This directory holds copies of what a model hub offers; backups may leave it out.
            """;

    public HubCache {
        root = root.toAbsolutePath().normalize();
    }

    /// A repository's part of the cache, whether or not there is one yet.
    ///
    /// @param name `org/name`
    public CachedRepository repository(String name) {
        String folder = PREFIX + SafeNames.repository(name).replace("/", "--");
        return new CachedRepository(
                name, root.resolve(folder), root.resolve(".locks").resolve(folder));
    }

    /// The model repositories in the cache, by name.
    public List<CachedRepository> repositories() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(root)) {
            return list.filter(Files::isDirectory)
                    .map(directory -> root.relativize(directory).toString())
                    .filter(folder -> folder.startsWith(PREFIX))
                    .sorted()
                    .map(this::ofFolder)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("can't list " + root, e);
        }
    }

    /// Empty for the few old models whose names lack an organisation: no source can name them.
    private Optional<CachedRepository> ofFolder(String folder) {
        try {
            return Optional.of(repository(folder.substring(PREFIX.length()).replace("--", "/")));
        } catch (ModelSourceException e) {
            return Optional.empty();
        }
    }

    /// Marks the cache as such for backup programs, as Python does; not being able to is no error.
    void tag() {
        Path tag = root.resolve("CACHEDIR.TAG");
        try {
            Files.createDirectories(root);
            if (!Files.exists(tag)) {
                Files.writeString(tag, TAG);
            }
        } catch (IOException _) {
            // backups will merely be larger
        }
    }
}
