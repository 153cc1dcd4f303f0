package dev.passerelle.registry.store;

import dev.passerelle.registry.Digest;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the cache holds of one repository: `blobs/`, files by digest; `snapshots/COMMIT/`, links to
/// them by path; `refs/REVISION`, which commit a branch or tag was.
///
/// @param name `org/name`
/// @param root its directory
/// @param locks the directory of its lock files
public record CachedRepository(String name, Path root, Path locks) {

    static final String DEFAULT_REVISION = "main";
    private static final String STAGING = ".passerelle-";

    /// A file's bytes, by digest; whether or not there is one.
    public Path blob(Digest digest) {
        return blobs().resolve(digest.hex());
    }

    /// What has arrived of a file.
    public Path partial(Digest digest) {
        return blobs().resolve(digest.hex() + ".incomplete");
    }

    /// The lock under which a file is downloaded, Python's own.
    public CacheLock lock(Digest digest, Duration wait) throws IOException, InterruptedException {
        return CacheLock.acquire(locks.resolve(digest.hex() + ".lock"), wait);
    }

    /// Keeps [Removal] away as long as it is held: blobs that a pull has brought but not linked yet
    /// look as if nobody needed them.
    public CacheLock lockForPull(Duration wait) throws IOException, InterruptedException {
        return CacheLock.acquireShared(pullLock(), wait);
    }

    Path pullLock() {
        return locks.resolve("passerelle.lock");
    }

    Path blobs() {
        return root.resolve("blobs");
    }

    Path refs() {
        return root.resolve("refs");
    }

    Path snapshots() {
        return root.resolve("snapshots");
    }

    /// A directory of this pull's own beside the snapshots, where things are made before they are
    /// renamed into place.
    Path makeStaging() throws IOException {
        Files.createDirectories(root);
        return Files.createTempDirectory(root, STAGING);
    }

    /// What was left behind by processes that ended in the midst of a publication.
    List<Path> stagings() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(root)) {
            return children.filter(child -> root.relativize(child).toString().startsWith(STAGING))
                    .toList();
        }
    }

    /// The directory of a commit's files, whether or not there is one.
    public Path snapshot(String commit) {
        if (!SafeNames.isCommit(commit)) {
            throw new IllegalArgumentException(commit + " is not a commit");
        }
        return snapshots().resolve(commit);
    }

    /// The commit that a revision was when it was last asked for.
    ///
    /// @param revision null is the default branch
    public Optional<String> commit(@Nullable String revision) {
        String name = revision == null ? DEFAULT_REVISION : SafeNames.revision(revision);
        if (SafeNames.isCommit(name)) {
            return Optional.of(name);
        }
        try {
            Path ref = refs().resolve(name);
            return Files.isRegularFile(ref)
                    ? Optional.of(Files.readString(ref).strip()).filter(SafeNames::isCommit)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// The commits there are directories of.
    public List<String> commits() throws IOException {
        if (!Files.isDirectory(snapshots())) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(snapshots())) {
            return children.map(child -> snapshots().relativize(child).toString())
                    .filter(SafeNames::isCommit)
                    .sorted()
                    .toList();
        }
    }

    /// The commits of the branches and tags that were asked for, by name.
    public Map<String, String> revisions() throws IOException {
        if (!Files.isDirectory(refs())) {
            return Map.of();
        }
        try (Stream<Path> tree = Files.walk(refs(), 16, new FileVisitOption[0])) {
            return tree.filter(Files::isRegularFile)
                    .map(ref -> refs().relativize(ref).toString())
                    .filter(name -> !name.endsWith(".tmp"))
                    .flatMap(name -> commit(name).map(commit -> Map.entry(name, commit)).stream())
                    .collect(
                            Collectors.toMap(
                                    Map.Entry::getKey,
                                    Map.Entry::getValue,
                                    (a, _) -> a,
                                    TreeMap::new));
        }
    }
}
