package dev.passerelle.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A model's files on disk, which nobody changes while it is served.
///
/// @param checkpoint a directory, or a single `.gguf` file
/// @param revision what tells these files from other versions of the model: `sha256:…` of the list
///   of checksums where there is one, else [#UNVERSIONED]
public record Snapshot(ModelSource source, Path checkpoint, String revision) {

    public static final String UNVERSIONED = "unversioned";

    /// The snapshot of the files at a path.
    static Snapshot of(ModelSource source, Path checkpoint) {
        Path sums = checkpoint.resolve(Checksums.FILE_NAME);
        return new Snapshot(
                source,
                checkpoint,
                Checksums.exists(checkpoint) ? "sha256:" + Sha256.of(sums) : UNVERSIONED);
    }

    /// Whether there are checksums to compare the files with.
    public boolean isVerifiable() {
        return Checksums.exists(checkpoint);
    }

    /// Reads every listed file and compares it with its checksum.
    ///
    /// @return what differs, empty if nothing does
    /// @throws IOException if there is no readable list of checksums
    public List<Checksums.Damage> verify() throws IOException {
        return Checksums.read(checkpoint).verify();
    }
}
