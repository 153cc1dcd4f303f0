package dev.passerelle.registry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// Finds the files of a model source.
public final class ModelRegistry {

    private final BundledModels bundled;

    public ModelRegistry(BundledModels bundled) {
        this.bundled = bundled;
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
