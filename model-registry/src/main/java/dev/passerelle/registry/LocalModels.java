package dev.passerelle.registry;

import dev.passerelle.registry.format.ExternalData;
import dev.passerelle.registry.format.FormatException;
import dev.passerelle.registry.sync.ExternalFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Finds the operator's own models, and refuses ONNX graphs whose tensors lie elsewhere.
final class LocalModels {

    /// The graphs that a directory is loaded by.
    private static final List<String> GRAPHS = List.of("model.onnx", "onnx/model.onnx");

    private final ExternalFiles external;

    LocalModels(ExternalFiles external) {
        this.external = external;
    }

    /// Empty if there is nothing at the path.
    ///
    /// @throws ModelSourceException if what is there can't be a model
    Optional<Snapshot> find(ModelSource.Local source) {
        Path path = source.path();
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        if (Files.isRegularFile(path) && !path.toString().endsWith(".gguf")) {
            throw new ModelSourceException(
                    "%s: a source is a checkpoint's directory or a .gguf file".formatted(source));
        }
        GRAPHS.stream()
                .map(path::resolve)
                .filter(Files::isRegularFile)
                .forEach(graph -> checkExternal(source, graph));
        return Optional.of(LocalSnapshots.of(source, path));
    }

    private void checkExternal(ModelSource.Local source, Path graph) {
        try {
            for (ExternalData data : external.of(graph, graph.toString())) {
                check(source, graph, data);
            }
        } catch (FormatException e) {
            throw new ModelSourceException(source + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + graph, e);
        }
    }

    /// A link may lead to where the graph's own link leads, as both do in the hub's cache, but
    /// nowhere else.
    private static void check(ModelSource.Local source, Path graph, ExternalData data)
            throws IOException {
        Path file = graph.resolveSibling(data.location());
        if (!Files.isRegularFile(file) || Files.size(file) < data.end()) {
            throw new ModelSourceException(
                    "%s: %s needs %d bytes in %s, which is missing or shorter"
                            .formatted(source, graph.getFileName(), data.end(), file));
        }
        Path real = file.toRealPath();
        if (!real.startsWith(graph.resolveSibling("").toRealPath())
                && !real.startsWith(graph.toRealPath().resolveSibling(""))) {
            throw new ModelSourceException(
                    "%s: %s is a link out of the model's directory".formatted(source, file));
        }
    }
}
