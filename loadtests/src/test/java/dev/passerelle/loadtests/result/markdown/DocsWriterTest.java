package dev.passerelle.loadtests.result.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.ResultException;
import dev.passerelle.loadtests.result.ResultFile;
import dev.passerelle.loadtests.result.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DocsWriterTest {
    private static final Result MIXED = Results.mixed();
    private static final Result SWEEP = Results.sweep();

    @TempDir Path folder;

    @Test
    void tablesAreReplacedAndTheRestIsKept() throws IOException {
        Path document = folder.resolve("benchmarks.md");
        Files.writeString(
                document,
                """
                # Benchmarks

                <!-- loadtest:mixed, sweep -->
                old
                <!-- /loadtest -->

                Between. $1

                <!-- loadtest:mixed -->
                <!-- /loadtest -->
                """);
        var results = Map.of("mixed", MIXED, "sweep", SWEEP);
        DocsWriter.write(document, results);
        String once = Files.readString(document);
        assertThat(once)
                .startsWith("# Benchmarks\n\n<!-- loadtest:mixed, sweep -->\n\n| load test |")
                .contains("Between. $1", "knee at 8.00 requests/s", "| chat and embeddings |")
                .doesNotContain("old");
        DocsWriter.write(document, results);
        assertThat(Files.readString(document)).isEqualTo(once);
    }

    @Test
    void slimFilesRenderTheSame() throws IOException {
        ResultFile.write(SWEEP.slim(), folder.resolve("sweep.json"));
        ResultFile.write(MIXED.slim(), folder.resolve("mixed.json"));
        Map<String, Result> read = DocsWriter.folder(folder);
        assertThat(read).containsOnlyKeys("mixed", "sweep");
        var names = read.keySet().stream().toList();
        assertThat(MarkdownTables.of(names.stream().map(read::get).toList()))
                .isEqualTo(MarkdownTables.of(java.util.List.of(MIXED, SWEEP)));
        assertThat(Files.size(folder.resolve("mixed.json"))).isLessThan(90_000);
        assertThat(read.getOrDefault("mixed", MIXED).windows()).hasSize(30);
    }

    @Test
    void placesWithoutResultsAndDocumentsWithoutPlacesAreRefused() {
        String document = "<!-- loadtest:other -->\n<!-- /loadtest -->\n";
        assertThatThrownBy(() -> DocsWriter.filled(document, "b.md", Map.of("mixed", MIXED)))
                .isInstanceOf(ResultException.class)
                .hasMessage(
                        "b.md has a place for `other`, of which there is no result; there are [mixed]");
        assertThatThrownBy(() -> DocsWriter.filled("text", "b.md", Map.of()))
                .hasMessageContaining("b.md has no place for tables");
    }

    @Test
    void numbersHaveThreeDigits() {
        assertThat(MarkdownTables.number(0)).isEqualTo("0");
        assertThat(MarkdownTables.number(0.0519)).isEqualTo("0.052");
        assertThat(MarkdownTables.number(8.25)).isEqualTo("8.25");
        assertThat(MarkdownTables.number(1234.5)).isEqualTo("1,235");
    }
}
