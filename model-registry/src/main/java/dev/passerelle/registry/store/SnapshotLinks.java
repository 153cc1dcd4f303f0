package dev.passerelle.registry.store;

import dev.passerelle.registry.Digest;
import dev.passerelle.registry.ModelSourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads the links of a snapshot and refuses those that leave the repository.
///
/// A link leads into `blobs/` of its own repository. What lies there is a file, or a link of
/// Python's into the store that repositories of one cache share, `blobs/ab/abcd…` at the cache's
/// root; nothing else.
public final class SnapshotLinks {

    private static final int DEEPEST = 32;
    private static final Pattern SHARED = Pattern.compile("([0-9a-f]{2})/\\1[0-9a-f]{62}");

    private final CachedRepository repository;

    public SnapshotLinks(CachedRepository repository) {
        this.repository = repository;
    }

    /// The files of a commit that are on disk, by path. A link whose blob is missing is none.
    ///
    /// @throws ModelSourceException if a link leads elsewhere
    public Map<String, CachedFile> files(String commit) throws IOException {
        Path directory = repository.snapshot(commit);
        Map<String, CachedFile> files = new TreeMap<>();
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> tree = Files.walk(directory, DEEPEST)) {
                List<Path> entries =
                        tree.filter(entry -> !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                                .toList();
                for (Path entry : entries) {
                    String path = directory.relativize(entry).toString();
                    file(SafeNames.path(path), entry).ifPresent(file -> files.put(path, file));
                }
            }
        }
        return files;
    }

    private Optional<CachedFile> file(String path, Path entry) throws IOException {
        try {
            if (Files.isSymbolicLink(entry)) {
                Path blob = blob(entry);
                return Optional.of(
                        new CachedFile(
                                path,
                                bytes(blob),
                                Files.size(blob),
                                Digest.ofEtag(name(blob)).orElse(null)));
            }
            return Files.isRegularFile(entry)
                    ? Optional.of(new CachedFile(path, entry, Files.size(entry), null))
                    : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /// The blob that a link of a snapshot names, which may itself be a link or missing.
    Path blob(Path link) throws IOException {
        Path blob = target(link);
        if (!repository.blobs().equals(blob.getParent())) {
            throw leaves(link);
        }
        return blob;
    }

    private Path bytes(Path blob) throws IOException {
        if (!Files.isSymbolicLink(blob)) {
            if (Files.isDirectory(blob)) {
                throw leaves(blob);
            }
            return blob;
        }
        Path shared = target(blob);
        Path store = repository.root().resolveSibling("blobs");
        boolean managed =
                shared.startsWith(store)
                        && SHARED.matcher(store.relativize(shared).toString()).matches()
                        && Files.isDirectory(store, LinkOption.NOFOLLOW_LINKS)
                        && (!Files.exists(shared, LinkOption.NOFOLLOW_LINKS)
                                || Files.isRegularFile(shared, LinkOption.NOFOLLOW_LINKS));
        if (!managed) {
            throw leaves(blob);
        }
        return shared;
    }

    private static Path target(Path link) throws IOException {
        return link.resolveSibling(Files.readSymbolicLink(link)).normalize();
    }

    private static String name(Path blob) {
        Path name = blob.getFileName();
        return name == null ? "" : name.toString();
    }

    private ModelSourceException leaves(Path link) {
        return new ModelSourceException(
                "%s: the link %s leads out of the repository's blobs; remove it and pull again"
                        .formatted(repository.name(), link));
    }
}
