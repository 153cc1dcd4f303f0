package dev.passerelle.runtime.importer;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Small checkpoints with reference log-probabilities.
public final class Fixtures {

    private Fixtures() {}

    public static Path path(String name) {
        URL url = Objects.requireNonNull(Fixtures.class.getResource("/fixtures/" + name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Path gguf(String type) {
        return path("tiny-gguf/tiny-llama-" + type + ".gguf");
    }

    public static Path ggufReference(String type) {
        return path("tiny-gguf/tiny-llama-" + type + ".expected.json");
    }

    /// A writable copy of a fixture directory.
    public static Path copy(String name, Path to) throws IOException {
        Files.createDirectories(to);
        List<Path> files;
        try (Stream<Path> list = Files.list(path(name))) {
            files = list.toList();
        }
        for (Path file : files) {
            Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
        }
        return to;
    }
}
