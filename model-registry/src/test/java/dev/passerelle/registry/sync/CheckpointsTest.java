package dev.passerelle.registry.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.registry.ModelSourceException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointsTest {

    private static final Set<String> QUANTISATIONS =
            Set.of(
                    "README.md",
                    "mmproj-model-F16.gguf",
                    "m-Q4_K.gguf",
                    "m-Q4_K_M.gguf",
                    "m-q4_0.gguf",
                    "m-IQ4_XS.gguf",
                    "m-Q8_0-00001-of-00003.gguf",
                    "m-Q8_0-00002-of-00003.gguf",
                    "BF16/m-BF16-00001-of-00002.gguf",
                    "BF16/m-BF16-00002-of-00002.gguf");

    private static final Set<String> GRAPHS =
            Set.of(
                    "config.json",
                    "onnx/model.onnx",
                    "onnx/model.onnx_data",
                    "onnx/model_quantized.onnx",
                    "onnx/model_q4.onnx",
                    "cpu/cpu-int4/model.onnx",
                    "cpu/cpu-int4/model.onnx.data");

    @ParameterizedTest
    @CsvSource({
        "Q4_K_M, m-Q4_K_M.gguf",
        "q4_k_m, m-Q4_K_M.gguf",
        "Q4_K, m-Q4_K.gguf",
        "Q4_0, m-q4_0.gguf",
        "IQ4_XS, m-IQ4_XS.gguf",
        "m-Q4_K.gguf, m-Q4_K.gguf",
        "Q8_0, m-Q8_0-00001-of-00003.gguf",
        "BF16, BF16/m-BF16-00001-of-00002.gguf",
        "mmproj-model-F16.gguf, mmproj-model-F16.gguf"
    })
    void readsAQuantisationAsAWholeWord(String variant, String main) {
        assertThat(chosen(QUANTISATIONS, variant)).isEqualTo(main);
    }

    @ParameterizedTest
    @CsvSource({
        "onnx/model_quantized.onnx, onnx/model_quantized.onnx",
        "model_quantized, onnx/model_quantized.onnx",
        "model_q4.onnx, onnx/model_q4.onnx",
        "q4, onnx/model_q4.onnx",
        "quantized, onnx/model_quantized.onnx",
        "onnx, onnx/model.onnx",
        "cpu-int4, cpu/cpu-int4/model.onnx",
        "cpu/cpu-int4, cpu/cpu-int4/model.onnx"
    })
    void readsAGraphOrItsFolder(String variant, String main) {
        assertThat(chosen(GRAPHS, variant)).isEqualTo(main);
    }

    @Test
    void namesThePartsOfASplitFileWhetherOrNotTheyAreThere() {
        assertThat(new Checkpoints(QUANTISATIONS).choose("Q8_0").orElseThrow().parts())
                .containsExactly(
                        "m-Q8_0-00001-of-00003.gguf",
                        "m-Q8_0-00002-of-00003.gguf",
                        "m-Q8_0-00003-of-00003.gguf");
    }

    @Test
    void listsWhatToChooseFrom() {
        assertThatThrownBy(() -> chosen(QUANTISATIONS, null))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("Q4_K_M")
                .hasMessageContaining("IQ4_XS")
                .hasMessageContaining("Q8_0")
                .hasMessageContaining("BF16");
        assertThat(new Checkpoints(QUANTISATIONS).choose("Q5_K_M")).isEmpty();
        assertThatThrownBy(() -> chosen(Set.of("a/m-Q4_0.gguf", "b/m-Q4_0.gguf"), "Q4_0"))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("a/m-Q4_0.gguf");
    }

    @Test
    void prefersWhatARepositoryIsFor() {
        assertThat(chosen(Set.of("model.safetensors", "model-Q4_0.gguf"), null))
                .isEqualTo("model.safetensors");
        assertThat(chosen(Set.of("model.safetensors", "modules.json", "onnx/model.onnx"), null))
                .isEqualTo("onnx/model.onnx");
        assertThat(chosen(Set.of("model.safetensors", "onnx/model.onnx"), null))
                .isEqualTo("model.safetensors");
        assertThat(chosen(Set.of("m-Q4_0.gguf", "mmproj-F16.gguf"), null)).isEqualTo("m-Q4_0.gguf");
    }

    @Test
    void everyVariantItOffersMeansTheSameAgain() {
        for (Set<String> paths : List.of(QUANTISATIONS, GRAPHS)) {
            Checkpoints checkpoints = new Checkpoints(paths);
            for (Checkpoint found : checkpoints.all()) {
                assertThat(checkpoints.choose(checkpoints.variant(found))).contains(found);
            }
        }
    }

    private static String chosen(Set<String> paths, @Nullable String variant) {
        return new Checkpoints(paths).choose(variant).orElseThrow().main();
    }
}
