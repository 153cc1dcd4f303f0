package dev.passerelle.runtime.importer;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

    /// A fixture that is too large to be part of the source: in `shared/fixtures` of a directory
    /// above, or nowhere.
    public static Optional<Path> shared(String name) {
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            Path fixture = above.resolve("shared/fixtures").resolve(name);
            if (Files.exists(fixture)) {
                return Optional.of(fixture);
            }
        }
        return Optional.empty();
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
