package dev.passerelle.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds the files of a model source.
public final class ModelRegistry implements Snapshots {

    private final BundledModels bundled;

    public ModelRegistry(BundledModels bundled) {
        this.bundled = bundled;
    }

    public static ModelRegistry of(BundledModels bundled, Map<String, String> env, Path home) {
        return new ModelRegistry(bundled);
    }

    @Override
    public Optional<Snapshot> find(ModelSource source) {
        return Optional.of(resolve(source));
    }

    @Override
    public Snapshot pull(ModelSource source, PullListener listener) throws IOException {
        return resolve(source);
    }

    public List<Snapshot> cached() {
        return List.of();
    }

    public long remove(ModelSource.Hub source) throws IOException, InterruptedException {
        return 0;
    }

    public boolean offline() {
        return false;
    }

    public List<Damage> verify(Snapshot snapshot) {
        return snapshot.verify();
    }

    public BundledModels bundled() {
        return bundled;
    }

    /// The snapshot of a source.
    ///
    /// @throws ModelSourceException if there is none; it says what there is
    public Snapshot resolve(ModelSource source) {
        return switch (source) {
            case ModelSource.Bundled(String name) ->
                    bundled.find(name).orElseThrow(() -> notBundled(name));
            case ModelSource.Local local -> local(local);
            case ModelSource.Hub hub ->
                    throw new ModelSourceException(
                            hub + ": hub sync is not built yet; use file: or bundled:");
        };
    }

    private static Snapshot local(ModelSource.Local source) {
        Path path = source.path();
        if (!Files.exists(path)) {
            throw new ModelSourceException(
                    "%s: there is no such file or directory".formatted(source));
        }
        if (Files.isRegularFile(path) && !path.toString().endsWith(".gguf")) {
            throw new ModelSourceException(
                    "%s: a source is a checkpoint's directory or a .gguf file".formatted(source));
        }
        return LocalSnapshots.of(source, path);
    }

    private ModelSourceException notBundled(String name) {
        String ids =
                bundled.all().stream()
                        .map(model -> model.source().defaultId())
                        .collect(Collectors.joining(", "));
        return new ModelSourceException(
                ids.isEmpty()
                        ? "bundled:%s: no bundled models were found; start with ./passerelle, or set the system property %s to the directories that hold them"
                                .formatted(name, BundledModels.PROPERTY)
                        : "bundled:%s: no such bundled model; there are %s".formatted(name, ids));
    }
}
