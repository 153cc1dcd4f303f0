package dev.passerelle.registry.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes models out of the cache. Only blobs that no snapshot links to any more are deleted.
public final class Removal {

    private static final Duration WAIT = Duration.ofSeconds(2);

    private final CachedRepository repository;
    private final SnapshotLinks links;

    public Removal(CachedRepository repository) {
        this.repository = repository;
        this.links = new SnapshotLinks(repository);
    }

    /// Removes a commit with all of its files, and the branches and tags that were it.
    ///
    /// @param revision null is the default branch
    /// @return bytes freed
    /// @throws LockTimeoutException if the repository is being downloaded just now
    public long removeRevision(@Nullable String revision) throws IOException, InterruptedException {
        Optional<String> commit = repository.commit(revision);
        if (commit.isEmpty()) {
            return 0;
        }
        try (CacheLock _ = CacheLock.acquire(repository.pullLock(), WAIT)) {
            for (Map.Entry<String, String> ref : repository.revisions().entrySet()) {
                if (ref.getValue().equals(commit.get())) {
                    Path file = repository.refs().resolve(ref.getKey());
                    Files.deleteIfExists(file);
                    FileTrees.pruneEmpty(
                            file.toAbsolutePath().resolveSibling(""), repository.root());
                }
            }
            return removeSnapshot(commit.get());
        }
    }

    /// Removes some files of a commit; the whole of it if nothing else is left.
    public long removeFiles(@Nullable String revision, Collection<String> paths)
            throws IOException, InterruptedException {
        Optional<String> commit = repository.commit(revision);
        if (commit.isEmpty() || paths.isEmpty()) {
            return 0;
        }
        if (paths.containsAll(links.files(commit.get()).keySet())) {
            return removeRevision(revision);
        }
        try (CacheLock _ = CacheLock.acquire(repository.pullLock(), WAIT)) {
            Path directory = repository.snapshot(commit.get());
            Set<Path> candidates = new HashSet<>();
            for (String path : paths) {
                Path link = directory.resolve(SafeNames.path(path));
                candidates.addAll(blobs(List.of(link)));
                Files.deleteIfExists(link);
                FileTrees.pruneEmpty(link.toAbsolutePath().resolveSibling(""), directory);
            }
            return deleteUnlinked(candidates);
        }
    }

    /// The directory goes by one rename, so that it is never there in part.
    private long removeSnapshot(String commit) throws IOException {
        Path directory = repository.snapshot(commit);
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        Set<Path> candidates = blobs(entries(directory));
        Path staging = repository.makeStaging();
        Durable.rename(directory, staging.resolve(commit));
        FileTrees.delete(staging);
        long freed = deleteUnlinked(candidates);
        if (repository.commits().isEmpty()) {
            freed += size(repository.blobs());
            FileTrees.delete(repository.root());
        }
        return freed;
    }

    private long deleteUnlinked(Set<Path> candidates) throws IOException {
        Set<Path> unlinked = new HashSet<>(candidates);
        for (String commit : repository.commits()) {
            unlinked.removeAll(blobs(entries(repository.snapshot(commit))));
        }
        long freed = 0;
        for (Path blob : unlinked) {
            freed += size(blob);
            Files.deleteIfExists(blob);
        }
        return freed;
    }

    private Set<Path> blobs(List<Path> entries) throws IOException {
        Set<Path> blobs = new HashSet<>();
        for (Path entry : entries) {
            if (Files.isSymbolicLink(entry)) {
                blobs.add(links.blob(entry));
            }
        }
        return blobs;
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(entry -> !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }

    /// Bytes of a file or of all in a directory; links have none.
    private static long size(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        long size = 0;
        for (Path file : entries(path)) {
            size += Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
        }
        return size;
    }
}
