package dev.passerelle.gateway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/// Files beside the configuration file that hold its secrets.
final class SecretFiles {
    private final Path directory;
    private final Set<Path> read = new LinkedHashSet<>();

    /// @param directory what relative paths start from
    SecretFiles(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /// A file's text.
    ///
    /// @throws IOException if it can't be read; the message holds nothing of it
    String read(String path) throws IOException {
        Path file = directory.resolve(path).normalize();
        read.add(file);
        return Files.readString(file);
    }

    /// Those asked for so far, whether or not they could be read.
    Set<Path> asked() {
        return Set.copyOf(read);
    }
}
