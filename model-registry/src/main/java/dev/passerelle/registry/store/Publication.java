package dev.passerelle.registry.store;

import dev.passerelle.registry.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SequencedMap;

/// Makes downloaded blobs a snapshot that others see.
///
/// A commit new to the cache appears as a whole, by one rename. In a directory that is there
/// already, links appear one by one, in the caller's order: that which makes the others a model
/// comes last. The revision is set after all.
public final class Publication {

    private static final Duration ABANDONED = Duration.ofHours(1);

    private final HubCache cache;
    private final CachedRepository repository;
    private final InstantSource clock;

    public Publication(HubCache cache, CachedRepository repository, InstantSource clock) {
        this.cache = cache;
        this.repository = repository;
        this.clock = clock;
    }

    /// Publishes files of a commit whose blobs are complete, and sets a revision to the commit.
    ///
    /// @param files digests by path; links that are there already are left as they are
    /// @param revision branch or tag, or the commit itself
    public void publish(String commit, SequencedMap<String, Digest> files, String revision)
            throws IOException {
        cache.tag();
        removeAbandoned();
        Path staging = repository.makeStaging();
        try {
            link(commit, files, staging);
            if (!revision.equals(commit) && !isSet(revision, commit)) {
                Path ref = repository.refs().resolve(SafeNames.revision(revision));
                Files.createDirectories(ref.toAbsolutePath().resolveSibling(""));
                Durable.write(ref, commit, staging);
            }
        } finally {
            FileTrees.delete(staging);
        }
    }

    private boolean isSet(String revision, String commit) {
        return repository.commit(revision).filter(commit::equals).isPresent();
    }

    private void link(String commit, SequencedMap<String, Digest> files, Path staging)
            throws IOException {
        Path directory = repository.snapshot(commit);
        Files.createDirectories(repository.snapshots());
        Path whole = Files.createDirectory(staging.resolve(commit));
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            for (var file : files.entrySet()) {
                makeLink(whole.resolve(file.getKey()), file.getKey(), file.getValue());
            }
            if (renamed(whole, directory)) {
                return;
            }
        }
        for (var file : files.entrySet()) {
            replaceLink(directory.resolve(file.getKey()), file.getKey(), file.getValue(), staging);
        }
    }

    /// False if another process was first.
    private static boolean renamed(Path whole, Path directory) throws IOException {
        try {
            Durable.rename(whole, directory);
            return true;
        } catch (IOException e) {
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            throw e;
        }
    }

    private void replaceLink(Path link, String path, Digest digest, Path staging)
            throws IOException {
        Path target = target(path, digest);
        if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target)) {
            return;
        }
        Path temporary = staging.resolve("link");
        Files.deleteIfExists(temporary);
        Files.createSymbolicLink(temporary, target);
        Files.createDirectories(link.toAbsolutePath().resolveSibling(""));
        Durable.rename(temporary, link);
    }

    private void makeLink(Path link, String path, Digest digest) throws IOException {
        Files.createDirectories(link.toAbsolutePath().resolveSibling(""));
        Files.createSymbolicLink(link, target(path, digest));
        Durable.force(link.toAbsolutePath().resolveSibling(""));
    }

    /// From the file's place in `snapshots/COMMIT/`, relative, so that the cache can be moved.
    private Path target(String path, Digest digest) {
        Path place = repository.snapshots().resolve("commit").resolve(path);
        return place.toAbsolutePath().resolveSibling("").relativize(repository.blob(digest));
    }

    private void removeAbandoned() throws IOException {
        Instant limit = clock.instant().minus(ABANDONED);
        for (Path staging : repository.stagings()) {
            if (Files.getLastModifiedTime(staging).toInstant().isBefore(limit)) {
                FileTrees.delete(staging);
            }
        }
    }
}
