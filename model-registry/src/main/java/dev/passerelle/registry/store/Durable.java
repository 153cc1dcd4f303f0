package dev.passerelle.registry.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// Changes of the disk that are there in whole or not at all, even after a power cut.
final class Durable {

    private Durable() {}

    /// Renames over whatever has the new name.
    static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(to.toAbsolutePath().resolveSibling(""));
    }

    /// Writes a small file over whatever has its name.
    ///
    /// @param staging a directory of the caller's own on the same file system
    static void write(Path file, String text, Path staging) throws IOException {
        Path temporary = staging.resolve(UUID.randomUUID() + ".tmp");
        try (FileChannel out =
                FileChannel.open(
                        temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
        rename(temporary, file);
    }

    /// Forces a directory's entries to disk.
    static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
