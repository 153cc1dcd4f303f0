package dev.passerelle.loadtests.result;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Files that are there whole or not at all: written under another name, then moved.
public final class Whole {
    private Whole() {}

    /// What fills a file.
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /// @throws ResultException if it can't be written; then nothing is left behind
    public static void write(Path file, Content content) {
        Path part = beside(file);
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (var out = new BufferedOutputStream(Files.newOutputStream(part))) {
                content.writeTo(out);
            }
            publish(part, file);
        } catch (IOException e) {
            remove(part);
            throw new ResultException("can't write " + file + ": " + e, e);
        } catch (RuntimeException e) {
            remove(part);
            throw e;
        }
    }

    /// Where a file is written before it has its name.
    public static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    public static void publish(Path part, Path file) throws IOException {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException ignored) {
            // the first failure says more
        }
    }
}
