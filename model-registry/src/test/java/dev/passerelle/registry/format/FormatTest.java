package dev.passerelle.registry.format;

import static dev.passerelle.registry.sync.ModelBytes.concat;
import static dev.passerelle.registry.sync.ModelBytes.field;
import static dev.passerelle.registry.sync.ModelBytes.gguf;
import static dev.passerelle.registry.sync.ModelBytes.onnx;
import static dev.passerelle.registry.sync.ModelBytes.safetensors;
import static dev.passerelle.registry.sync.ModelBytes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.registry.BundledModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {

    @TempDir Path directory;

    @Test
    void readsTensorsWhereverTheyAre() throws IOException {
        byte[] tensor = field(13, concat(field(1, text("location")), field(2, text("t.bin"))));
        byte[] graph = field(5, tensor);
        byte[] node = field(5, concat(field(1, text("then_branch")), field(6, graph)));
        assertThat(data(field(7, field(1, node)))).containsExactly("t.bin");
        assertThat(data(field(7, field(15, field(2, tensor))))).containsExactly("t.bin");
        assertThat(data(field(7, field(1, field(5, field(10, tensor)))))).containsExactly("t.bin");
        assertThat(data(field(7, field(1, field(5, field(23, field(1, tensor)))))))
                .containsExactly("t.bin");
        assertThat(data(field(20, field(2, graph)))).containsExactly("t.bin");
        assertThat(data(field(25, field(7, node)))).containsExactly("t.bin");
        assertThat(data(field(25, field(11, field(5, tensor))))).containsExactly("t.bin");
    }

    @Test
    void takesTheFarthestEndOfEachFile() throws IOException {
        Path file = write(concat(onnx("w", 100, 50), onnx("w", 0, 20), onnx("./v", 4, 6)));

        assertThat(Onnx.externalData(file, "m.onnx"))
                .containsExactly(new ExternalData("v", 10), new ExternalData("w", 150));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../w", "/etc/passwd", "a/../../w", "a\\b", "", "a//b", "C:w"})
    void refusesDataElsewhere(String location) throws IOException {
        Path file = write(onnx(location, 0, 1));

        assertThatThrownBy(() -> Onnx.externalData(file, "m.onnx"))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("m.onnx names");
    }

    @Test
    void refusesOffsetsBeyondAnyFile() throws IOException {
        Path file = write(onnx("w", Long.MAX_VALUE, 2));

        assertThatThrownBy(() -> Onnx.externalData(file, "m.onnx"))
                .isInstanceOf(FormatException.class);
    }

    @Test
    void refusesDeepNestsAndTruncation() throws IOException {
        byte[] nest = new byte[0];
        for (int i = 0; i < 60; i++) {
            nest = field(1, field(5, field(6, nest)));
        }
        Path deep = write(field(7, nest));
        assertThatThrownBy(() -> Onnx.externalData(deep, "m.onnx"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("nests");
        byte[] whole = onnx("weights", 0, 1);
        for (int length = 1; length < whole.length; length++) {
            Path cut = write(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Onnx.externalData(cut, "m.onnx"))
                    .isInstanceOf(FormatException.class);
        }
    }

    @Test
    void skipsTheWeightsOfARealModel() throws IOException {
        Path model =
                BundledModels.ofProcess()
                        .find("bge-small-en-v1.5")
                        .orElseThrow()
                        .directory()
                        .resolve("model.onnx");

        assertThat(Onnx.externalData(model, "model.onnx")).isEmpty();
    }

    @Test
    void comparesASafetensorsHeaderWithTheSize() throws IOException {
        byte[] whole = safetensors(500, 1);
        Path sound = write(whole);
        assertThatCode(() -> Safetensors.check(sound, "m")).doesNotThrowAnyException();
        for (byte[] bad :
                List.of(
                        Arrays.copyOf(whole, whole.length - 1),
                        Arrays.copyOf(whole, whole.length + 1),
                        Arrays.copyOf(whole, 20),
                        new byte[0],
                        text("<html>not found</html>"),
                        concat(new byte[] {2, 0, 0, 0, 0, 0, 0, 0}, text("[]")))) {
            Path file = write(bad);
            assertThatThrownBy(() -> Safetensors.check(file, "m"))
                    .isInstanceOf(FormatException.class);
        }
    }

    @Test
    void looksForTheMarkAndVersionOfGguf() throws IOException {
        Path sound = write(gguf(20, 1));
        assertThatCode(() -> Gguf.check(sound, "m")).doesNotThrowAnyException();
        for (byte[] bad :
                List.of(
                        text("GGML\3\0\0\0"),
                        text("GGUF\1\0\0\0"),
                        text("GGUF\0\0\0\3"),
                        text("GG"))) {
            Path file = write(bad);
            assertThatThrownBy(() -> Gguf.check(file, "m")).isInstanceOf(FormatException.class);
        }
    }

    private List<String> data(byte[] model) throws IOException {
        return Onnx.externalData(write(model), "m.onnx").stream()
                .map(ExternalData::location)
                .toList();
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(directory, "m", ".bin"), bytes);
    }
}
