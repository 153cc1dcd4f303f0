package dev.passerelle.registry.sync;

import dev.passerelle.registry.Damage;
import dev.passerelle.registry.Digest;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.hub.Hub;
import dev.passerelle.registry.hub.HubException;
import dev.passerelle.registry.hub.RemoteFile;
import dev.passerelle.registry.hub.Repository;
import dev.passerelle.registry.store.Blobs;
import dev.passerelle.registry.store.CacheLock;
import dev.passerelle.registry.store.CachedRepository;
import dev.passerelle.registry.store.HubCache;
import dev.passerelle.registry.store.Publication;
import dev.passerelle.registry.store.Removal;
import dev.passerelle.registry.store.SafeNames;
import dev.passerelle.registry.store.VerifiedBlobs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Keeps snapshots of hub repositories in the cache.
public final class ModelSync {

    /// The default branch where a source names no revision.
    private static final String DEFAULT_REVISION = "main";

    private final Hub hub;
    private final HubCache cache;
    private final VerifiedBlobs verified;
    private final Surroundings surroundings;
    private final CachedModels models;
    private final Selector selector;

    /// What a sync is given of the world.
    ///
    /// @param offline whether the hub may not be asked
    /// @param lockWait how long to wait for another process that downloads the same file
    /// @param modelTypes `model_type`s that run without code of their repository
    public record Surroundings(
            boolean offline,
            FreeSpace space,
            Duration lockWait,
            InstantSource clock,
            Set<String> modelTypes) {

        /// Those of a process on its machine.
        public static Surroundings ofProcess(boolean offline, Set<String> modelTypes) {
            return new Surroundings(
                    offline,
                    FreeSpace::ofFileSystem,
                    Duration.ofMinutes(60),
                    InstantSource.system(),
                    modelTypes);
        }
    }

    /// @param home where it is remembered which files were verified
    public ModelSync(
            Hub hub, HubCache cache, Path home, ExternalFiles external, Surroundings surroundings) {
        this.hub = hub;
        this.cache = cache;
        this.verified = new VerifiedBlobs(home, cache);
        this.surroundings = surroundings;
        this.selector = new Selector(external, surroundings.modelTypes());
        this.models = new CachedModels(cache, verified, selector);
    }

    /// Whether the hub may not be asked.
    public boolean isOffline() {
        return surroundings.offline();
    }

    /// The complete snapshot on this disk, if there is one.
    public Optional<Snapshot> find(ModelSource.Hub source) {
        return models.find(source);
    }

    /// All complete snapshots on this disk.
    public List<Snapshot> all() {
        return models.all();
    }

    /// Makes a snapshot complete and current, see [dev.passerelle.registry.Snapshots#pull].
    public Snapshot pull(ModelSource.Hub source, PullListener listener)
            throws IOException, InterruptedException {
        return pull(source, listener, false);
    }

    /// The same without a look at what is complete, see
    /// [dev.passerelle.registry.Snapshots#complete].
    public Snapshot complete(ModelSource.Hub source, PullListener listener)
            throws IOException, InterruptedException {
        return pull(source, listener, true);
    }

    private Snapshot pull(ModelSource.Hub source, PullListener listener, boolean asking)
            throws IOException, InterruptedException {
        if (surroundings.offline()) {
            return here(source, listener);
        }
        CachedRepository repository = cache.repository(source.repository());
        try (CacheLock _ = repository.lockForPull(surroundings.lockWait())) {
            Optional<Snapshot> pinned =
                    asking ? Optional.empty() : pinned(source, repository, listener);
            return pinned.isPresent() ? pinned.get() : download(source, repository, listener);
        } catch (ModelSourceException e) {
            throw Refusals.of(source, e);
        }
    }

    /// What is on this disk, hashed now unless it was before.
    private Snapshot here(ModelSource.Hub source, PullListener listener)
            throws IOException, InterruptedException {
        Snapshot found =
                find(source).orElseThrow(() -> offline(source + " is not complete on this disk"));
        if (found.verified()) {
            return found;
        }
        listener.verifying();
        List<Damage> damages = verify(source, found);
        if (!damages.isEmpty()) {
            throw offline("%s is damaged: %s".formatted(source, damages));
        }
        return find(source).orElse(found);
    }

    /// The commit that a source's revision is now, see
    /// [dev.passerelle.registry.ModelRegistry#currentCommit].
    public String currentCommit(ModelSource.Hub source) throws IOException, InterruptedException {
        String revision = revision(source);
        if (SafeNames.isCommit(revision)) {
            return revision;
        }
        if (surroundings.offline()) {
            throw offline(source + " may have moved");
        }
        return list(source.repository(), revision).commit();
    }

    private static String revision(ModelSource.Hub source) {
        return source.revision() == null ? DEFAULT_REVISION : source.revision();
    }

    private static HubException offline(String why) {
        return new HubException(
                HubException.Reason.OFFLINE, why + ", and HF_HUB_OFFLINE forbids to ask the hub");
    }

    /// What a commit is never changes, so that the hub needn't be asked for one that is complete.
    private Optional<Snapshot> pinned(
            ModelSource.Hub source, CachedRepository repository, PullListener listener)
            throws IOException, InterruptedException {
        if (source.revision() == null || !SafeNames.isCommit(source.revision())) {
            return Optional.empty();
        }
        Optional<Snapshot> found = findSound(source);
        if (found.isEmpty() || found.get().verified()) {
            return found;
        }
        Blobs blobs = new Blobs(repository, verified, surroundings.clock());
        listener.verifying();
        for (var file : found.get().files()) {
            Digest digest = file.digest();
            if (digest == null || !blobs.verify(digest)) {
                return Optional.empty();
            }
        }
        return find(source);
    }

    /// What is refused may be damaged, which a download mends, or says again why it is.
    private Optional<Snapshot> findSound(ModelSource.Hub source) {
        try {
            return find(source);
        } catch (ModelSourceException e) {
            return Optional.empty();
        }
    }

    private Snapshot download(
            ModelSource.Hub source, CachedRepository repository, PullListener listener)
            throws IOException, InterruptedException {
        String revision = revision(source);
        Repository listing = list(source.repository(), revision);
        Blobs blobs = new Blobs(repository, verified, surroundings.clock());
        Downloads downloads =
                new Downloads(
                        hub,
                        listing,
                        blobs,
                        surroundings.space(),
                        surroundings.lockWait(),
                        listener);
        HubFiles files = new HubFiles(listing, downloads, blobs, listener);
        Selection selection =
                selector.select(files, source.variant())
                        .orElseThrow(() -> Refusals.nothing(files.sizes().keySet(), source));
        if (!selection.isComplete()) {
            throw Refusals.lacks(selection.missing());
        }
        List<RemoteFile> needed = new ArrayList<>();
        for (String path : selection.paths()) {
            needed.add(files.file(path));
        }
        files.fetch(needed);
        FormatChecks.check(selection, files);
        publish(listing, repository, needed, revision);
        return find(new ModelSource.Hub(source.repository(), listing.commit(), source.variant()))
                .map(found -> found.from(source))
                .orElseThrow(() -> new IOException(source + ": what was published is gone again"));
    }

    private Repository list(String repository, String revision)
            throws IOException, InterruptedException {
        Repository listing = hub.repository(repository, revision);
        String commit = listing.commit();
        if (!SafeNames.isCommit(commit)) {
            throw new ModelSourceException(
                    "the hub gave %s for a commit".formatted(SafeNames.shown(commit)));
        }
        if (SafeNames.isCommit(revision) && !commit.equals(revision)) {
            throw new ModelSourceException(
                    "asked for the commit itself, the hub answered with commit %s; tell the hub's operator, or use another HF_ENDPOINT"
                            .formatted(commit));
        }
        return listing;
    }

    private void publish(
            Repository listing,
            CachedRepository repository,
            List<RemoteFile> files,
            String revision)
            throws IOException {
        SequencedMap<String, Digest> digests = new LinkedHashMap<>();
        files.forEach(file -> digests.put(file.path(), file.digest()));
        new Publication(cache, repository, surroundings.clock())
                .publish(listing.commit(), digests, revision);
    }

    /// Hashes all files of a snapshot and remembers the result.
    public List<Damage> verify(ModelSource.Hub source, Snapshot snapshot)
            throws IOException, InterruptedException {
        return models.verify(source, snapshot);
    }

    /// Removes a model and what no other needs.
    ///
    /// @return bytes freed
    /// @throws IOException if it is being downloaded just now
    public long remove(ModelSource.Hub source) throws IOException, InterruptedException {
        CachedRepository repository = cache.repository(source.repository());
        Removal removal = new Removal(repository);
        return source.variant() == null
                ? removal.removeRevision(source.revision())
                : removal.removeFiles(source.revision(), models.only(source));
    }
}
