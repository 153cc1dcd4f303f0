package dev.passerelle.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigTableTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");

    @Test
    void theDocumentHasTheTableOfTheCode() throws IOException {
        List<String> rows =
                Files.readAllLines(DOCUMENT).stream()
                        .filter(line -> line.startsWith("| `"))
                        .toList();

        assertThat(rows).isEqualTo(ConfigKeys.ALL.stream().map(ConfigTableTest::row).toList());
    }

    @Test
    void everyFixedDefaultIsAllowed() {
        assertThat(ConfigKeys.ALL)
                .filteredOn(ConfigKey::hasFixedDefault)
                .allSatisfy(key ->
                        assertThat(key.type().reader().apply(key.fallback()))
                                .as(key.name())
                                .isPresent());
    }

    private static String row(ConfigKey<?> key) {
        String fallback = key.hasFixedDefault() ? "`" + key.fallback() + "`" : key.fallback();
        return "| `%s` | %s | %s | %s |"
                .formatted(key.name(), key.type().allowed(), fallback, key.help());
    }
}
