package dev.passerelle.gateway.storage;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// The directory `usage` of a home, which only its owner can read.
public final class UsageHome {
    private UsageHome() {}

    /// The directory, made if it isn't there yet.
    public static Path of(Path home) throws IOException {
        return directory(home.resolve("usage"));
    }

    /// A directory for its owner's eyes, made if it isn't there yet.
    public static Path directory(Path path) throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return Files.createDirectories(path);
        }
        FileAttribute<?> owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        return Files.createDirectories(path, owner);
    }
}
