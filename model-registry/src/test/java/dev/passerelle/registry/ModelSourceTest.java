package dev.passerelle.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSourceTest {

    private static final Path BASE = Path.of("/etc/passerelle");

    @ParameterizedTest
    @CsvSource({
        "bundled:SmolLM2-135M-Instruct, smollm2-135m-instruct",
        "file:/models/Tiny-Llama, tiny-llama",
        "file:/models/Tiny-Llama-Q4_0.gguf, tiny-llama-q4_0",
        "hf:org/Name, name",
        "hf:org/Name@main, name",
        "hf:org/Name:Q4_K_M, name",
        "hf:org/Name@4f2a:Q4_K_M, name",
        "hf:org/Name@refs/pr/1:onnx/model_q4.onnx, name",
    })
    void printsAsItWasWrittenAndNamesItself(String text, String id) {
        ModelSource source = ModelSource.parse(text, BASE);

        assertThat(source).hasToString(text);
        assertThat(source.defaultId()).isEqualTo(id);
    }

    @Test
    void startsRelativePathsFromTheBase() {
        assertThat(ModelSource.parse("file:../models/m", BASE))
                .isEqualTo(new ModelSource.Local(Path.of("/etc/models/m")));
    }

    @Test
    void takesAHubSourceApart() {
        assertThat(ModelSource.parse("hf:a/b@v1:Q8_0", BASE))
                .isEqualTo(new ModelSource.Hub("a/b", "v1", "Q8_0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SmolLM2", "bundled:", "http://x/y", "hf:name", "hf:a/b/c"})
    void refusesOtherForms(String text) {
        assertThatThrownBy(() -> ModelSource.parse(text, BASE))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("hf:org/name@revision:variant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hf:../..", "hf:a/..", "hf:a/b@refs/../..", "hf:a/b@/x", "hf:a/b:../x"})
    void refusesNamesThatLeaveTheCache(String text) {
        assertThatThrownBy(() -> ModelSource.parse(text, BASE))
                .isInstanceOf(ModelSourceException.class);
    }
}
