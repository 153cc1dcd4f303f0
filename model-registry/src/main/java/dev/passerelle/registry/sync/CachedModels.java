package dev.passerelle.registry.sync;

import dev.passerelle.registry.Damage;
import dev.passerelle.registry.Digest;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.SnapshotFile;
import dev.passerelle.registry.store.CachedFile;
import dev.passerelle.registry.store.CachedRepository;
import dev.passerelle.registry.store.HubCache;
import dev.passerelle.registry.store.SnapshotLinks;
import dev.passerelle.registry.store.TreeListing;
import dev.passerelle.registry.store.VerifiedBlobs;
import dev.passerelle.registry.sync.Checkpoint.Format;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The models that are complete in the cache, whoever downloaded them.
final class CachedModels {

    private final HubCache cache;
    private final VerifiedBlobs verified;
    private final Selector selector;

    CachedModels(HubCache cache, VerifiedBlobs verified, Selector selector) {
        this.cache = cache;
        this.verified = verified;
        this.selector = selector;
    }

    /// A source's snapshot if all of its files are there.
    ///
    /// @throws ModelSourceException if what is there is refused
    Optional<Snapshot> find(ModelSource.Hub source) {
        CachedRepository repository = cache.repository(source.repository());
        try {
            Optional<String> commit = repository.commit(source.revision());
            return commit.isPresent() ? find(source, repository, commit.get()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + repository.root(), e);
        } catch (ModelSourceException e) {
            throw Refusals.of(source, e);
        }
    }

    private Optional<Snapshot> find(
            ModelSource.Hub source, CachedRepository repository, String commit) throws IOException {
        Map<String, CachedFile> files = new SnapshotLinks(repository).files(commit);
        DiskFiles disk = new DiskFiles(files, TreeListing.paths(repository, commit));
        try {
            return select(disk, source.variant())
                    .filter(Selection::isComplete)
                    .map(selection -> snapshot(source, repository, commit, files, selection));
        } catch (ModelSourceException e) {
            throw damaged(disk).orElse(e);
        }
    }

    /// The reason behind a refusal if a file that was read for it is not as its digest says.
    private static Optional<ModelSourceException> damaged(DiskFiles disk) throws IOException {
        for (CachedFile file : disk.opened()) {
            Digest expected = file.digest();
            if (expected != null) {
                Digest actual = expected.algorithm().of(file.blob());
                if (!actual.equals(expected)) {
                    return Optional.of(
                            new ModelSourceException(
                                    "%s is damaged: it is %s, expected %s; pull again"
                                            .formatted(file.path(), actual, expected)));
                }
            }
        }
        return Optional.empty();
    }

    /// Nothing on disk is waited for, so that no interrupt can come of it.
    private Optional<Selection> select(DiskFiles files, @Nullable String variant)
            throws IOException {
        try {
            return selector.select(files, variant);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Snapshot snapshot(
            ModelSource.Hub source,
            CachedRepository repository,
            String commit,
            Map<String, CachedFile> files,
            Selection selection) {
        Path directory = repository.snapshot(commit);
        List<CachedFile> own =
                selection.paths().stream()
                        .map(files::get)
                        .filter(file -> file != null)
                        .sorted(Comparator.comparing(CachedFile::path))
                        .toList();
        return new Snapshot(
                source,
                directory,
                selection.checkpoint().format() == Format.SAFETENSORS
                        ? directory
                        : directory.resolve(selection.checkpoint().main()),
                commit,
                own.stream()
                        .map(file -> new SnapshotFile(file.path(), file.size(), file.digest()))
                        .toList(),
                own.stream().allMatch(file -> file.digest() != null)
                        && verified.areVerified(repository, blobs(own)));
    }

    private static Map<String, Path> blobs(List<CachedFile> files) {
        Map<String, Path> blobs = new HashMap<>();
        for (CachedFile file : files) {
            Digest digest = file.digest();
            if (digest != null) {
                blobs.put(digest.hex(), file.blob());
            }
        }
        return blobs;
    }

    /// All complete models, one for each set of weights that a source can name. A repository that
    /// can't be read or is refused is left out.
    List<Snapshot> all() {
        List<Snapshot> all = new ArrayList<>();
        for (CachedRepository repository : cache.repositories()) {
            try {
                Map<String, String> revisions = repository.revisions();
                for (String commit : repository.commits()) {
                    addAll(all, repository, commit, revision(commit, revisions));
                }
            } catch (IOException | ModelSourceException _) {
                // a directory that is no cache of a model, or one that `find` explains
            }
        }
        return all;
    }

    /// The source's name for a commit: nothing for the default branch, a branch or tag, or itself.
    private static @Nullable String revision(String commit, Map<String, String> revisions) {
        if (commit.equals(revisions.get("main"))) {
            return null;
        }
        return revisions.entrySet().stream()
                .filter(revision -> revision.getValue().equals(commit))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(commit);
    }

    private void addAll(
            List<Snapshot> all,
            CachedRepository repository,
            String commit,
            @Nullable String revision)
            throws IOException {
        Map<String, CachedFile> files = new SnapshotLinks(repository).files(commit);
        Checkpoints checkpoints = new Checkpoints(files.keySet());
        Set<Path> seen = new HashSet<>();
        for (@Nullable String variant : variants(checkpoints)) {
            ModelSource.Hub source = new ModelSource.Hub(repository.name(), revision, variant);
            try {
                find(source, repository, commit)
                        .filter(found -> seen.add(found.checkpoint()))
                        .ifPresent(all::add);
            } catch (ModelSourceException _) {
                // incomplete, ambiguous without a variant, or in need of code
            }
        }
    }

    /// Without one first, since that is the simplest name.
    private static List<@Nullable String> variants(Checkpoints checkpoints) {
        List<@Nullable String> variants = new ArrayList<>();
        variants.add(null);
        checkpoints.models().stream()
                .filter(found -> found.format() != Format.SAFETENSORS)
                .map(checkpoints::variant)
                .forEach(variants::add);
        return variants;
    }

    /// The paths of a variant that no other weights of its snapshot need.
    Set<String> only(ModelSource.Hub source) throws IOException {
        CachedRepository repository = cache.repository(source.repository());
        Optional<String> commit = repository.commit(source.revision());
        if (commit.isEmpty()) {
            return Set.of();
        }
        DiskFiles files =
                new DiskFiles(new SnapshotLinks(repository).files(commit.get()), Set.of());
        Checkpoints checkpoints = new Checkpoints(files.sizes().keySet());
        Optional<Checkpoint> chosen = checkpoints.choose(source.variant());
        if (chosen.isEmpty()) {
            return Set.of();
        }
        Set<String> only = new HashSet<>(paths(files, chosen.get()));
        for (Checkpoint other : checkpoints.all()) {
            if (!other.equals(chosen.get())) {
                only.removeAll(paths(files, other));
            }
        }
        return only;
    }

    private List<String> paths(DiskFiles files, Checkpoint checkpoint) throws IOException {
        try {
            return selector.selection(files, checkpoint).paths();
        } catch (ModelSourceException e) {
            return checkpoint.parts();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Hashes all of a snapshot and remembers what is as it should be.
    List<Damage> verify(ModelSource.Hub source, Snapshot snapshot)
            throws IOException, InterruptedException {
        List<Damage> damages = snapshot.verify();
        Set<String> damaged = new HashSet<>();
        damages.forEach(damage -> damaged.add(damage.file()));
        Map<String, Path> sound = new HashMap<>();
        Set<String> unsound = new HashSet<>();
        for (SnapshotFile file : snapshot.files()) {
            Digest digest = file.digest();
            if (digest != null && damaged.contains(file.path())) {
                unsound.add(digest.hex());
            } else if (digest != null) {
                sound.put(digest.hex(), snapshot.directory().resolve(file.path()).toRealPath());
            }
        }
        CachedRepository repository = cache.repository(source.repository());
        verified.add(repository, sound);
        verified.remove(repository, unsound);
        return damages;
    }
}
