package dev.passerelle.registry;

import dev.passerelle.registry.hub.HubClient;
import dev.passerelle.registry.hub.HubSettings;
import dev.passerelle.registry.store.HubCache;
import dev.passerelle.registry.sync.ExternalFiles;
import dev.passerelle.registry.sync.ModelSync;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where all model sources lead to snapshots: the bundled models, the operator's own directories,
/// and the hub's repositories by way of its cache.
public final class ModelRegistry implements Snapshots {

    private final BundledModels bundled;
    private final LocalModels local;
    private final @Nullable ModelSync sync;

    /// Bundled models that this process has read and found to be as their checksums say.
    private final Set<Snapshot> intact = ConcurrentHashMap.newKeySet();

    /// A registry without a hub.
    public ModelRegistry(BundledModels bundled) {
        this(bundled, null, new ExternalFiles());
    }

    public ModelRegistry(BundledModels bundled, ModelSync sync) {
        this(bundled, sync, new ExternalFiles());
    }

    /// The registry of a process.
    ///
    /// @param environment variables that say where hub and cache are, as Hugging Face documents
    ///   them
    /// @param home where Passerelle keeps its own data
    /// @param modelTypes `model_type`s that the runtime knows, so that they need no code of their
    ///   repository
    /// @throws IllegalArgumentException if a variable can't be used; it says which
    public static ModelRegistry of(
            BundledModels bundled,
            Map<String, String> environment,
            Path home,
            Set<String> modelTypes) {
        ExternalFiles external = new ExternalFiles();
        HubSettings hub = HubSettings.from(environment, Path.of(System.getProperty("user.home")));
        return new ModelRegistry(
                bundled,
                new ModelSync(
                        new HubClient(hub),
                        new HubCache(hub.cache()),
                        home,
                        external,
                        ModelSync.Surroundings.ofProcess(hub.offline(), modelTypes)),
                external);
    }

    private ModelRegistry(BundledModels bundled, @Nullable ModelSync sync, ExternalFiles external) {
        this.bundled = bundled;
        this.sync = sync;
        this.local = new LocalModels(external);
    }

    public BundledModels bundled() {
        return bundled;
    }

    /// Whether the hub is never asked.
    public boolean offline() {
        return sync == null || sync.isOffline();
    }

    /// Every complete snapshot in the hub's cache, whoever downloaded it. Their sources lead to
    /// them again.
    public List<Snapshot> cached() {
        return sync == null ? List.of() : sync.all();
    }

    @Override
    public Optional<Snapshot> find(ModelSource source) {
        return switch (source) {
            case ModelSource.Bundled(String name) ->
                    bundled.find(name)
                            .map(found -> intact.contains(found) ? found.asVerified() : found);
            case ModelSource.Local own -> local.find(own);
            case ModelSource.Hub hub -> sync(hub).find(hub);
        };
    }

    @Override
    public Snapshot pull(ModelSource source, PullListener listener)
            throws IOException, InterruptedException {
        return source instanceof ModelSource.Hub hub
                ? sync(hub).pull(hub, listener)
                : local(source, listener);
    }

    @Override
    public Snapshot complete(ModelSource source, PullListener listener)
            throws IOException, InterruptedException {
        return source instanceof ModelSource.Hub hub
                ? sync(hub).complete(hub, listener)
                : local(source, listener);
    }

    /// Of an operator's own files nothing says what they should be; those that come with Passerelle
    /// are read once.
    private Snapshot local(ModelSource source, PullListener listener) {
        Snapshot snapshot = resolve(source);
        if (!(source instanceof ModelSource.Bundled)
                || snapshot.verified()
                || !snapshot.isVerifiable()) {
            return snapshot;
        }
        listener.verifying();
        List<Damage> damages = snapshot.verify();
        if (!damages.isEmpty()) {
            throw new ModelSourceException(
                    "%s is damaged: %s; build or install Passerelle again"
                            .formatted(source, damages));
        }
        intact.add(snapshot);
        return snapshot.asVerified();
    }

    /// The commit that a hub source's revision is now, which is asked of the hub unless it is one
    /// itself. Nothing is downloaded.
    public String currentCommit(ModelSource.Hub source) throws IOException, InterruptedException {
        return sync(source).currentCommit(source);
    }

    /// The snapshot of a source that is complete on this disk.
    ///
    /// @throws ModelSourceException if there is none; it says how to get it
    public Snapshot resolve(ModelSource source) {
        return find(source).orElseThrow(() -> absent(source));
    }

    /// Frees what a model takes in the hub's cache: without a variant the whole commit that its
    /// revision is, with one the files that no other weights of that commit need.
    ///
    /// @return bytes freed, 0 if there was nothing
    /// @throws IOException if the repository is being downloaded just now, by whatever process
    public long remove(ModelSource.Hub source) throws IOException, InterruptedException {
        return sync(source).remove(source);
    }

    /// Reads every file of a snapshot that has a digest, compares, and remembers the result.
    ///
    /// @return what differs, empty if nothing does
    public List<Damage> verify(Snapshot snapshot) throws IOException, InterruptedException {
        return snapshot.source() instanceof ModelSource.Hub hub
                ? sync(hub).verify(hub, snapshot)
                : snapshot.verify();
    }

    private ModelSync sync(ModelSource.Hub source) {
        if (sync == null) {
            throw new ModelSourceException(
                    source + ": this registry has no hub; use file: or bundled:");
        }
        return sync;
    }

    private ModelSourceException absent(ModelSource source) {
        return new ModelSourceException(
                switch (source) {
                    case ModelSource.Bundled(String name) -> notBundled(name);
                    case ModelSource.Local own -> own + ": there is no such file or directory";
                    case ModelSource.Hub hub ->
                            "%s is not complete on this disk; run: ./passerelle models pull %s"
                                    .formatted(hub, hub);
                });
    }

    private String notBundled(String name) {
        String ids =
                bundled.all().stream()
                        .map(model -> model.source().defaultId())
                        .collect(Collectors.joining(", "));
        return ids.isEmpty()
                ? "bundled:%s: no bundled models were found; start with ./passerelle, or set the system property %s to the directories that hold them"
                        .formatted(name, BundledModels.PROPERTY)
                : "bundled:%s: no such bundled model; there are %s".formatted(name, ids);
    }
}
