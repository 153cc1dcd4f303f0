package dev.passerelle.runtime.constrained;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KeywordsDocumentationTest {

    private static final Path DOCUMENT = Path.of("../docs/structured-output.md");

    @Test
    void theTableListsEverySupportedKeyword() throws IOException {
        Set<String> rows =
                Files.readAllLines(DOCUMENT).stream()
                        .dropWhile(line -> !line.startsWith("| keyword"))
                        .takeWhile(line -> line.startsWith("|"))
                        .skip(2)
                        .map(line -> line.split("`")[1])
                        .collect(Collectors.toSet());
        assertThat(rows).isEqualTo(SchemaKeywords.SUPPORTED);
    }

    @Test
    void namesRefusedKeywordsAndFormats() throws IOException {
        String text = Files.readString(DOCUMENT);
        assertThat(SchemaKeywords.REFUSED)
                .filteredOn(keyword -> !keyword.endsWith("nchor"))
                .allMatch(keyword -> text.contains("`" + keyword + "`"));
        assertThat(StringFormats.names()).allMatch(name -> text.contains("`" + name + "`"));
    }
}
