package dev.passerelle.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.Documentation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ParametersTest {

    @Test
    void isWhatTheDocumentationSays() {
        assertThat(Documentation.rows("parameters.md"))
                .containsExactlyElementsOf(
                        Parameters.ALL.stream().map(ParametersTest::row).toList());
    }

    @Test
    void coversEveryPropertyOfOpenAisRequests() throws IOException {
        List<String> known =
                Parameters.ALL.stream().map(p -> p.endpoint().path() + " " + p.name()).toList();
        assertThat(known).doesNotHaveDuplicates().containsAll(openAisProperties());
    }

    @Test
    void marksWhatOpenAiDoesNotDocumentAsExtension() throws IOException {
        List<String> theirs = openAisProperties();
        assertThat(Parameters.ALL)
                .filteredOn(p -> !theirs.contains(p.endpoint().path() + " " + p.name()))
                .allSatisfy(p -> assertThat(p.note()).startsWith("Extension: "));
    }

    private static String row(Parameter p) {
        return "| `%s` | `%s` | %s | %s |"
                .formatted(
                        p.endpoint().path(),
                        p.name(),
                        p.treatment().name().toLowerCase(Locale.ROOT),
                        p.note());
    }

    private static List<String> openAisProperties() throws IOException {
        try (InputStream in =
                ParametersTest.class.getResourceAsStream("/openai-request-properties.txt")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
