package dev.passerelle.loadtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.loadtests.result.markdown.DocsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The document of benchmarks shows what the results kept beside it say.
class BenchmarksDocumentTest {
    private static final Path DOCS = Path.of("../docs");

    @Test
    void showsTheResultsKept() throws IOException {
        Path document = DOCS.resolve("benchmarks.md");
        String text = Files.readString(document);
        assertThat(
                        DocsWriter.filled(
                                text,
                                document.toString(),
                                DocsWriter.folder(DOCS.resolve("benchmarks"))))
                .isEqualTo(text);
    }
}
