package dev.passerelle.gateway.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A directory that the program writes to.
///
/// @param purpose what is kept there
/// @param path absolute
/// @param writable whether files can be made there, or it can be made
/// @param freeBytes of its file system; 0 if that can't be told
public record Folder(String purpose, String path, boolean writable, long freeBytes) {

    static Folder of(String purpose, Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path existing = absolute;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return new Folder(
                purpose,
                absolute.toString(),
                Files.isDirectory(existing) && Files.isWritable(existing),
                free(existing));
    }

    private static long free(Path existing) {
        try {
            return Files.getFileStore(existing).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }
}
