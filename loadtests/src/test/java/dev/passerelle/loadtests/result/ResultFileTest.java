package dev.passerelle.loadtests.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResultFileTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"new/result.json", "result.json.gz"})
    void whatIsWrittenIsRead(String name) throws IOException {
        Path file = folder.resolve(name);
        for (Result result : List.of(Results.mixed(), Results.sweep())) {
            ResultFile.write(result, file);
            assertThat(ResultFile.read(file)).isEqualTo(result);
        }
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void keysAreInSnakeCaseAndInOrder() throws IOException {
        Path file = folder.resolve("r.json");
        ResultFile.write(Results.mixed(), file);
        String text = Files.readString(file);
        assertThat(text).startsWith("{\n  \"version\" : 1,\n  \"tool\"");
        assertThat(text).contains("\"output_tokens\"", "\"started\" : \"2026-11-23T01:00:00Z\"");
    }

    @Test
    void whatIsNotKnownIsNull() {
        var window =
                new Window(0, 1, 0, 0, 0, 0, 0, Double.NaN, 0, 0, 0, Map.of("ttft", Spread.EMPTY));
        var json = ResultJson.mapper();
        String text = json.writeValueAsString(window);
        assertThat(text).contains("\"prompt_tokens_per_second\" : null");
        assertThat(json.readValue(text, Window.class)).isEqualTo(window);
    }

    @Test
    void aNewerVersionIsRefused() throws IOException {
        Path file = folder.resolve("new.json");
        Files.writeString(file, "{\"version\": 2}");
        assertThatThrownBy(() -> ResultFile.read(file))
                .isInstanceOf(ResultException.class)
                .hasMessage(file + " is of version 2, this program reads up to 1: use a newer one");
    }

    @Test
    void whatIsNoResultIsRefused() throws IOException {
        Path file = folder.resolve("other.json");
        for (String text : List.of("{}", "{\"version\":1, \"summary\": 3}", "[", "")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> ResultFile.read(file))
                    .isInstanceOf(ResultException.class)
                    .hasMessageStartingWith(file + " holds no result of a load test");
        }
        assertThatThrownBy(() -> ResultFile.read(folder.resolve("none.json")))
                .hasMessageContaining("there is no file");
    }

    @Test
    void aHistogramComesBackAsItWas() {
        Spread spread = Results.mixed().summary().spreads().getOrDefault("ttft", Spread.EMPTY);
        assertThat(Spread.ofMicros(spread.decoded())).isEqualTo(spread);
        assertThat(spread.slim().decoded().getTotalCount()).isZero();
        assertThat(Results.mixed().started()).isEqualTo(Instant.parse("2026-11-23T01:00:00Z"));
    }
}
