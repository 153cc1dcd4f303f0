package dev.passerelle.registry.store;

import dev.passerelle.registry.Digest;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The files of a repository in the cache by their digests, and those on their way there.
public final class Blobs {

    /// Python downloads to a file of its own for each attempt and holds the lock meanwhile. Where
    /// locks don't work, one that was written to lately may still be its own.
    private static final Duration ABANDONED = Duration.ofMinutes(1);

    private final CachedRepository repository;
    private final VerifiedBlobs verified;
    private final InstantSource clock;

    public Blobs(CachedRepository repository, VerifiedBlobs verified, InstantSource clock) {
        this.repository = repository;
        this.verified = verified;
        this.clock = clock;
    }

    public Path directory() {
        return repository.blobs();
    }

    /// Where a file's bytes are or will be.
    public Path path(Digest digest) {
        return repository.blob(digest);
    }

    /// The lock under which a file is downloaded, Python's own.
    public CacheLock lock(Digest digest, Duration wait) throws IOException, InterruptedException {
        return repository.lock(digest, wait);
    }

    /// Bytes of a complete file, -1 if there is none.
    public long size(Digest digest) {
        return size(repository.blob(digest));
    }

    /// Bytes of what has arrived of a file, ours or what Python left; 0 if there is nothing.
    public long partialSize(Digest digest) {
        return Math.max(
                Math.max(0, size(repository.partial(digest))),
                abandoned(digest).map(Blobs::size).orElse(0L));
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    /// Whether a file was hashed on this machine and is unchanged since.
    public boolean isVerified(Digest digest) {
        return verified.areVerified(repository, Map.of(digest.hex(), repository.blob(digest)));
    }

    /// Whether a file is as its digest says; hashes it unless that was done before.
    public boolean verify(Digest digest) throws IOException, InterruptedException {
        if (isVerified(digest)) {
            return true;
        }
        if (!digest.algorithm().of(repository.blob(digest)).equals(digest)) {
            return false;
        }
        verified.add(repository, Map.of(digest.hex(), repository.blob(digest)));
        return true;
    }

    /// Removes a file that is not as its digest says. Of one that repositories share only the link
    /// goes.
    public void discard(Digest digest) throws IOException {
        Files.deleteIfExists(repository.blob(digest));
    }

    /// The file to download to, which holds what earlier attempts left, Python's as well. Only for
    /// the holder of the lock.
    public Path openPartial(Digest digest) throws IOException {
        Path partial = repository.partial(digest);
        Files.createDirectories(repository.blobs());
        if (Files.exists(partial, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(partial, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(
                    partial.toString(), null, "is not a plain file; remove it");
        }
        Optional<Path> left = abandoned(digest);
        if (left.isPresent() && size(left.get()) > size(partial)) {
            Durable.rename(left.get(), partial);
        }
        return partial;
    }

    /// Makes a downloaded file a complete one. Only for the holder of the lock, after its bytes
    /// have been verified and forced to disk.
    public void complete(Digest digest) throws IOException, InterruptedException {
        Path blob = repository.blob(digest);
        Durable.rename(repository.partial(digest), blob);
        verified.add(repository, Map.of(digest.hex(), blob));
    }

    private Optional<Path> abandoned(Digest digest) {
        String prefix = digest.hex() + ".";
        Instant limit = clock.instant().minus(ABANDONED);
        if (!Files.isDirectory(directory())) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(directory())) {
            List<Path> found =
                    files.filter(
                                    file -> {
                                        String name = directory().relativize(file).toString();
                                        return name.startsWith(prefix)
                                                && name.endsWith(".incomplete")
                                                && !file.equals(repository.partial(digest));
                                    })
                            .filter(file -> isOlder(file, limit))
                            .toList();
            return found.stream().max(Comparator.comparingLong(Blobs::size));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isOlder(Path file, Instant limit) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.getLastModifiedTime(file).toInstant().isBefore(limit);
        } catch (IOException e) {
            return false;
        }
    }
}
