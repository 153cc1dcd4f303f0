package dev.passerelle.registry.lock;

import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.SnapshotFile;
import dev.passerelle.registry.Snapshots;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Snapshots of which those of locked hub sources are always at their locked commit, so that asking
/// for a newer one gives the same. Other sources are passed on.
public final class LockedSnapshots implements Snapshots {

    private final Snapshots origin;
    private final Map<ModelSource, LockedModel> bySource = new HashMap<>();

    public LockedSnapshots(Snapshots origin, Lockfile lock) {
        this.origin = origin;
        lock.models().values().stream()
                .filter(model -> model.source() instanceof ModelSource.Hub)
                .forEach(model -> bySource.put(model.source(), model));
    }

    /// A commit that lacks locked files is none, even if the model would run without them.
    ///
    /// @throws LockException if the files of the locked commit are not those that were locked
    @Override
    public Optional<Snapshot> find(ModelSource source) {
        LockedModel locked = bySource.get(source);
        return locked == null
                ? origin.find(source)
                : origin.find(locked.pinned())
                        .filter(snapshot -> hasAll(locked, snapshot))
                        .map(snapshot -> checked(locked, snapshot));
    }

    /// Fetches the locked commit unless it is complete on this disk: then no network is touched.
    ///
    /// @throws LockException if the files of the locked commit are not those that were locked
    @Override
    public Snapshot pull(ModelSource source, PullListener listener)
            throws IOException, InterruptedException {
        LockedModel locked = bySource.get(source);
        if (locked == null) {
            return origin.pull(source, listener);
        }
        Optional<Snapshot> present = find(source);
        return present.isPresent()
                ? present.get()
                : checked(locked, origin.complete(locked.pinned(), listener));
    }

    /// Fetches the locked commit even if it is complete on this disk, which verifies and mends it.
    ///
    /// @throws LockException if the files of the locked commit are not those that were locked
    public Snapshot mend(ModelSource source, PullListener listener)
            throws IOException, InterruptedException {
        LockedModel locked = bySource.get(source);
        if (locked == null) {
            return origin.pull(source, listener);
        }
        Snapshot pulled = origin.pull(locked.pinned(), listener);
        return checked(
                locked,
                hasAll(locked, pulled) ? pulled : origin.complete(locked.pinned(), listener));
    }

    private static boolean hasAll(LockedModel locked, Snapshot snapshot) {
        Set<String> paths =
                snapshot.files().stream().map(SnapshotFile::path).collect(Collectors.toSet());
        return locked.files().stream().allMatch(file -> paths.contains(file.path()));
    }

    /// The same snapshot under the configured source, its announced digests compared with the
    /// locked ones.
    private static Snapshot checked(LockedModel locked, Snapshot snapshot) {
        var differences = Comparison.of(locked, announced(locked, snapshot));
        if (!differences.isEmpty()) {
            throw new LockException(
                    "%s at %s is not as it was locked: %s"
                            .formatted(
                                    locked.source(),
                                    locked.commit(),
                                    String.join("; ", differences)));
        }
        return snapshot.from(locked.source());
    }

    private static LockedModel announced(LockedModel locked, Snapshot snapshot) {
        return new LockedModel(
                locked.source(),
                snapshot.revision(),
                locked.licence(),
                locked.settings(),
                snapshot.files().stream()
                        .map(file -> announced(locked, file))
                        .flatMap(Optional::stream)
                        .toList());
    }

    /// A file without digest can't contradict: [LockCheck] reads it.
    private static Optional<LockedFile> announced(LockedModel locked, SnapshotFile file) {
        return Optional.ofNullable(file.digest())
                .or(() -> locked.file(file.path()).map(LockedFile::digest))
                .map(digest -> new LockedFile(file.path(), file.size(), digest));
    }
}
