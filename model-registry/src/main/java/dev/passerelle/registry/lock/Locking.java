package dev.passerelle.registry.lock;

import dev.passerelle.registry.Digest;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.SnapshotFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes entries of a lockfile from files on disk.
public final class Locking {

    private Locking() {}

    /// The entry of a snapshot whose digests are known to be true. Files without one are hashed.
    ///
    /// @param source as configured, which for a locked snapshot says less than its own
    public static LockedModel lock(
            ModelSource source,
            Snapshot snapshot,
            @Nullable String licence,
            Map<String, String> settings)
            throws IOException {
        return entry(
                source,
                snapshot,
                licence,
                settings,
                file -> {
                    Path path = snapshot.directory().resolve(file.path());
                    Digest known = file.digest();
                    return new LockedFile(
                            file.path(),
                            file.size(),
                            known == null ? Digest.Algorithm.SHA_256.of(path) : known);
                });
    }

    /// What the entry of a snapshot would be now, each file read and hashed as its locked entry
    /// was. Files that are gone are left out.
    static LockedModel observe(Snapshot snapshot, LockedModel locked) throws IOException {
        return entry(
                locked.source(),
                snapshot,
                locked.licence(),
                locked.settings(),
                file -> observe(snapshot, file, locked));
    }

    /// The same, but digests that are announced are believed.
    static LockedModel announced(Snapshot snapshot, LockedModel locked) throws IOException {
        return entry(
                locked.source(),
                snapshot,
                locked.licence(),
                locked.settings(),
                file ->
                        file.digest() == null
                                ? observe(snapshot, file, locked)
                                : new LockedFile(file.path(), file.size(), file.digest()));
    }

    private static @Nullable LockedFile observe(
            Snapshot snapshot, SnapshotFile file, LockedModel locked) throws IOException {
        Path path = snapshot.directory().resolve(file.path());
        if (!Files.isRegularFile(path)) {
            return null;
        }
        Digest.Algorithm algorithm =
                locked.file(file.path())
                        .map(one -> one.digest().algorithm())
                        .orElse(Digest.Algorithm.SHA_256);
        return new LockedFile(file.path(), Files.size(path), algorithm.of(path));
    }

    private static LockedModel entry(
            ModelSource source,
            Snapshot snapshot,
            @Nullable String licence,
            Map<String, String> settings,
            Hashing hashing)
            throws IOException {
        String commit = source instanceof ModelSource.Hub ? snapshot.revision() : null;
        try {
            List<LockedFile> files =
                    snapshot.files().parallelStream()
                            .map(hashing)
                            .flatMap(Optional::stream)
                            .toList();
            return new LockedModel(source, commit, licence, settings, files);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// Hashes one file; several are hashed at once.
    private interface Hashing extends Function<SnapshotFile, Optional<LockedFile>> {

        @Nullable LockedFile hash(SnapshotFile file) throws IOException;

        @Override
        default Optional<LockedFile> apply(SnapshotFile file) {
            try {
                return Optional.ofNullable(hash(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
