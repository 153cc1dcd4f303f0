package dev.passerelle.runtime.importer.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FamiliesDocumentationTest {

    @Test
    void theTableListsEveryFamily() throws IOException {
        List<String> rows =
                Files.readAllLines(Path.of("../docs/families.md")).stream()
                        .filter(line -> line.startsWith("| `"))
                        .skip(1)
                        .map(line -> line.substring(0, line.indexOf('|', line.indexOf('|', 2) + 1)))
                        .map(String::strip)
                        .toList();
        assertThat(rows)
                .isEqualTo(
                        Families.ALL.stream()
                                .map(family ->
                                        "| `%s` | `%s`"
                                                .formatted(
                                                        family.modelType(),
                                                        family.ggufArchitecture()))
                                .toList());
    }
}
