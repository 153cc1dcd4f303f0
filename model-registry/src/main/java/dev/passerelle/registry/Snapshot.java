package dev.passerelle.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A model's files on disk, which nobody changes while it is served.
///
/// @param directory where all its files lie
/// @param checkpoint what the runtime loads: the directory, or the one weights file of it that the
///   source's variant names
/// @param revision what tells these files from other versions of the model: the commit of a hub's
///   repository, `sha256:…` of the list of checksums where there is one, else [#UNVERSIONED]
/// @param files the model's own, by path
/// @param verified whether every file has been compared with a digest on this machine
public record Snapshot(
        ModelSource source,
        Path directory,
        Path checkpoint,
        String revision,
        List<SnapshotFile> files,
        boolean verified) {

    public static final String UNVERSIONED = "unversioned";

    public Snapshot {
        files = List.copyOf(files);
    }

    /// The same files under another name for them.
    public Snapshot from(ModelSource other) {
        return new Snapshot(other, directory, checkpoint, revision, files, verified);
    }

    /// The same, known to be as its digests say.
    Snapshot asVerified() {
        return new Snapshot(source, directory, checkpoint, revision, files, true);
    }

    /// Bytes on disk.
    public long size() {
        return files.stream().mapToLong(SnapshotFile::size).sum();
    }

    /// Whether there are digests to compare all files with.
    public boolean isVerifiable() {
        return files.stream().allMatch(file -> file.digest() != null);
    }

    /// Reads every file that has a digest and compares.
    ///
    /// @return what differs, empty if nothing does
    public List<Damage> verify() {
        return files.stream().map(this::verify).flatMap(Optional::stream).toList();
    }

    private Optional<Damage> verify(SnapshotFile file) {
        Path path = directory.resolve(file.path());
        Digest expected = file.digest();
        if (!Files.isRegularFile(path)) {
            return Optional.of(new Damage(file.path(), "missing"));
        }
        if (expected == null) {
            return Optional.empty();
        }
        try {
            Digest actual = expected.algorithm().of(path);
            return actual.equals(expected)
                    ? Optional.empty()
                    : Optional.of(
                            new Damage(
                                    file.path(), "is %s, expected %s".formatted(actual, expected)));
        } catch (IOException e) {
            return Optional.of(new Damage(file.path(), "can't be read: " + e));
        }
    }
}
