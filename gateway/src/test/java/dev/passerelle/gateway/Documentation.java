package dev.passerelle.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The table rows of a page under `docs/`.
public final class Documentation {
    private Documentation() {}

    /// Lines that begin with `| ` and a code span.
    public static List<String> rows(String page) {
        return page(page).lines().filter(line -> line.startsWith("| `")).toList();
    }

    /// A whole file.
    public static String page(String page) {
        try {
            return Files.readString(docs().resolve(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path docs() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(here.resolve("docs/parameters.md"))) {
            here = here.getParent();
            if (here == null) {
                throw new AssertionError("no docs/parameters.md above the working directory");
            }
        }
        return here.resolve("docs");
    }
}
