package dev.passerelle.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void theDocumentsExamplesCanBeServed(@TempDir Path directory) throws IOException {
        Path key = Files.createDirectory(directory.resolve("secrets")).resolve("frankfurt.key");
        Files.writeString(key, "k");
        ConfigLoader loader =
                new ConfigLoader(
                        Map.of(
                                "HASH_SECRET", "0123456789abcdef0123456789abcdef",
                                "DB_PASSWORD", "p",
                                "PARIS_KEY", "k",
                                "TEAM", "t"));
        List<String> examples =
                Pattern.compile("(?s)```yaml\n(.*?)```")
                        .matcher(Files.readString(DOCUMENT))
                        .results()
                        .map(match -> match.group(1))
                        .toList();

        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            Path file = Files.writeString(directory.resolve("passerelle.yaml"), example);
            assertThatCode(() -> loader.load(file, Map.of()))
                    .as(example)
                    .doesNotThrowAnyException();
        }
    }

    private static String row(ConfigKey<?> key) {
        String fallback = key.hasFixedDefault() ? "`" + key.fallback() + "`" : key.fallback();
        return "| `%s` | %s | %s | %s |"
                .formatted(key.name(), key.type().allowed(), fallback, key.help());
    }
}
