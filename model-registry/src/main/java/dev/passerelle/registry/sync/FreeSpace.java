package dev.passerelle.registry.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How many bytes may still be written where a directory is or will be.
@FunctionalInterface
public interface FreeSpace {

    long at(Path directory) throws IOException;

    /// What the file system tells.
    static long ofFileSystem(Path directory) throws IOException {
        Path existing = directory.toAbsolutePath();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return Files.getFileStore(existing).getUsableSpace();
    }
}
