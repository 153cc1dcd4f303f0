package dev.passerelle.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Snapshots of directories that aren't the hub's cache: the bundled models and the operator's own.
final class LocalSnapshots {

    private LocalSnapshots() {}

    /// The snapshot of a directory or of one file in it. Of a single file's neighbours only those
    /// without weights belong to the model.
    static Snapshot of(ModelSource source, Path checkpoint) {
        boolean alone = Files.isRegularFile(checkpoint);
        Path directory = alone ? checkpoint.resolveSibling("") : checkpoint;
        Map<String, Digest> digests = Checksums.read(directory);
        try (Stream<Path> tree =
                Files.walk(directory, alone ? 1 : 8, FileVisitOption.FOLLOW_LINKS)) {
            List<SnapshotFile> files =
                    tree.filter(Files::isRegularFile)
                            .filter(file -> !file.endsWith(Checksums.FILE_NAME))
                            .filter(file ->
                                    !alone || file.equals(checkpoint) || !Weights.isWeights(file))
                            .map(file -> file(directory, file, digests))
                            .sorted(Comparator.comparing(SnapshotFile::path))
                            .toList();
            return new Snapshot(source, directory, checkpoint, revision(directory), files, false);
        } catch (IOException e) {
            throw new UncheckedIOException("can't list " + directory, e);
        }
    }

    private static SnapshotFile file(Path directory, Path file, Map<String, Digest> digests) {
        String path = directory.relativize(file).toString().replace('\\', '/');
        try {
            return new SnapshotFile(path, Files.size(file), digests.get(path));
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
    }

    private static String revision(Path directory) {
        if (!Checksums.exists(directory)) {
            return Snapshot.UNVERSIONED;
        }
        try {
            return Digest.Algorithm.SHA_256.of(directory.resolve(Checksums.FILE_NAME)).toString();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + directory, e);
        }
    }
}
