package dev.passerelle.registry;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The models that come with Passerelle: directories that hold weights, one a model, below a list
/// of roots. A directory of the same name in two roots is the first one with weights, since the
/// source tree keeps only the papers of a model that the build takes from a Maven artifact.
public final class BundledModels {

    /// System property that lists the roots, separated as in a class path.
    public static final String PROPERTY = "passerelle.bundled";

    private final List<Snapshot> models;

    public BundledModels(List<Path> roots) {
        List<Path> directories =
                roots.stream()
                        .flatMap(BundledModels::children)
                        .filter(BundledModels::holdsWeights)
                        .toList();
        this.models =
                directories.stream()
                        .filter(directory -> directory.equals(first(directories, directory)))
                        .map(BundledModels::snapshot)
                        .sorted(Comparator.comparing(model -> model.source().defaultId()))
                        .toList();
    }

    /// The models below the roots that the launcher names.
    public static BundledModels ofProcess() {
        String roots = System.getProperty(PROPERTY, "");
        return new BundledModels(
                Stream.of(roots.split(File.pathSeparator))
                        .filter(root -> !root.isBlank())
                        .map(Path::of)
                        .toList());
    }

    /// All of them, by id.
    public List<Snapshot> all() {
        return models;
    }

    /// The model of a name, in whatever case.
    public Optional<Snapshot> find(String name) {
        return models.stream()
                .filter(model -> model.source().defaultId().equalsIgnoreCase(name))
                .findFirst();
    }

    private static Snapshot snapshot(Path directory) {
        return LocalSnapshots.of(new ModelSource.Bundled(name(directory)), directory);
    }

    private static Path first(List<Path> directories, Path directory) {
        return directories.stream()
                .filter(other -> name(other).equalsIgnoreCase(name(directory)))
                .findFirst()
                .orElse(directory);
    }

    private static String name(Path directory) {
        Path name = directory.getFileName();
        return name == null ? "" : name.toString();
    }

    private static boolean holdsWeights(Path directory) {
        return children(directory).anyMatch(Weights::isWeights);
    }

    private static Stream<Path> children(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> list = Files.list(directory)) {
            return list.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
