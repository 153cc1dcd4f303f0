package dev.passerelle.loadtests.plan.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "loadtests.md");

    @Test
    void theDocumentHasTheTableOfTheCode() throws IOException {
        List<String> rows =
                Files.readAllLines(DOCUMENT).stream()
                        .dropWhile(line -> !line.startsWith("| Key |"))
                        .skip(2)
                        .takeWhile(line -> line.startsWith("| `"))
                        .toList();

        assertThat(rows).isEqualTo(Keys.ALL.stream().map(KeysTest::row).toList());
    }

    @Test
    void everyFixedDefaultIsAllowed() {
        assertThat(Keys.ALL)
                .filteredOn(Key::hasFixedDefault)
                .allSatisfy(key ->
                        assertThatCode(() -> key.type().reader().apply(key.fallback()))
                                .as(key.name())
                                .doesNotThrowAnyException());
    }

    @Test
    void everyFlagSetsKeysOfTheTableAndHasANameOfItsOwn() {
        assertThat(Flags.ALL).allSatisfy(flag -> assertThat(Keys.ALL).containsAll(flag.keys()));
        assertThat(new HashSet<>(Flags.ALL.stream().map(Flag::name).toList()))
                .hasSameSizeAs(Flags.ALL);
    }

    @Test
    void theDocumentsScenariosCanBeRead(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("trace.csv"), "");
        var reader = new ScenarioReader(Map.of("PASSERELLE_KEY", "k", "OPENAI_API_KEY", "k"));
        List<String> examples =
                Pattern.compile("(?s)```yaml\n(.*?)```")
                        .matcher(Files.readString(DOCUMENT))
                        .results()
                        .map(match -> match.group(1))
                        .toList();

        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            Path file = Files.writeString(directory.resolve("scenario.yaml"), example);
            assertThatCode(() -> reader.read(file, Map.of()))
                    .as(example)
                    .doesNotThrowAnyException();
        }
    }

    static String row(Key<?> key) {
        String flags =
                String.join(", ", Flags.of(key).stream().map(flag -> "`" + flag + "`").toList());
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(key.name(), flags, key.allowed(), key.fallbackText(), key.help());
    }
}
