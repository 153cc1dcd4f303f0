package dev.passerelle.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.check.ReferenceCheck.Report;
import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.CheckpointImporter;
import dev.passerelle.runtime.importer.Fixtures;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.ImportSettings.Activations;
import dev.passerelle.runtime.importer.ImportedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Merged adapters against log-probabilities of what PEFT merges.
class AdaptersTest {

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({
        "tiny-llama, tiny-llama",
        "families/llama-bias, llama-bias",
        "families/qwen2, qwen2",
        "families/phi3-partial, phi3-partial",
        "families/granite, granite",
        "families/gguf/llama-bias.gguf, llama-bias",
        "families/gguf/qwen2.gguf, qwen2",
        "families/gguf/phi3-partial.gguf, phi3-partial",
        "families/gguf/granite.gguf, granite",
    })
    void agreesAtFp32(String base, String adapter) {
        for (Precision precision : new Precision[] {Precision.FP32, Precision.AS_STORED}) {
            Report report = run(base, adapter, "expected.json", precision);
            assertThat(report.top1()).as("%s", precision).isEqualTo(1);
            assertThat(report.meanAbsLogprob()).as("%s", precision).isLessThan(1e-4);
        }
    }

    @ParameterizedTest
    @CsvSource({"BF16", "Q8_0", "Q4_1"})
    void agreesAtFp32OnQuantisedBases(String type) {
        Report report = quantised(type, Precision.FP32);
        assertThat(report.top1()).isEqualTo(1);
        assertThat(report.meanAbsLogprob()).isLessThan(1e-4);
    }

    @ParameterizedTest
    @CsvSource({"Q8_0", "Q4_1"})
    void eightBitsAreLeftOfCodes(String type) {
        Report report = quantised(type, Precision.AS_STORED);
        assertThat(report.top1()).isGreaterThan(0.9);
        assertThat(report.meanAbsLogprob()).isLessThan(0.1);
    }

    @Test
    void theBaseAloneDiffers() {
        ImportedModel base = imported("tiny-llama", null, Precision.FP32);
        assertThat(
                        ReferenceCheck.compare(
                                        base,
                                        ReferenceCase.read(
                                                adapter("tiny-llama").resolve("expected.json")))
                                .top1())
                .isLessThan(0.5);
    }

    @Test
    void anImportIsKeptByTheAdaptersContent() throws IOException {
        Path first = imported("tiny-llama", adapter("tiny-llama"), Precision.FP32).graph();
        Path copy = copy("tiny-llama");
        assertThat(imported("tiny-llama", copy, Precision.FP32).graph()).isEqualTo(first);
        replace(copy, "\"lora_alpha\": 8", "\"lora_alpha\": 9");
        assertThat(imported("tiny-llama", copy, Precision.FP32).graph()).isNotEqualTo(first);
        assertThat(imported("tiny-llama", null, Precision.FP32).graph()).isNotEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"bias\": \"none\" | \"bias\": \"lora_only\" | bias is 'lora_only'",
                "\"use_dora\": false | \"use_dora\": true | use_dora",
                "\"fan_in_fan_out\": false | \"fan_in_fan_out\": true | fan_in_fan_out",
                "\"modules_to_save\": null | \"modules_to_save\": [\"lm_head\"] | modules_to_save",
                "\"peft_type\": \"LORA\" | \"peft_type\": \"IA3\" | peft_type is 'IA3'",
                "\"init_lora_weights\": true | \"init_lora_weights\": \"pissa\" | init_lora_weights",
                "\"rank_pattern\": {} | \"rank_pattern\": {\"q.*\": 2} | regular expression 'q.*'",
                "\"rank_pattern\": {} | \"rank_pattern\": {\"q_proj\": 2} | q_proj.lora_A.weight': has rank 4 but adapter_config.json says 2",
                "\"r\": 4 | \"r\": 0 | r is 0",
                "\"lora_alpha\": 8 | \"lora_alpha\": \"x\" | lora_alpha is",
            })
    void refusesWhatMergingLeavesOut(String from, String to, String message) throws IOException {
        Path copy = copy("tiny-llama");
        replace(copy, from, to);
        assertThatThrownBy(() -> imported("tiny-llama", copy, Precision.FP32))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "layers.0.self_attn.q_proj.lora_A | layers.7.self_attn.q_proj.lora_A | lora_",
                "layers.0.self_attn.q_proj.lora_A | layers.0.self_attn.q_proj.lora_C | is not of the form",
                "layers.0.self_attn.q_proj.lora_B | layers.0.self_attn.q_proj.lora_A | Duplicate",
            })
    void everyTensorMustFindItsPlace(String from, String to, String message) throws IOException {
        Path copy = copy("tiny-llama");
        renameTensor(copy, from, to);
        assertThatThrownBy(() -> imported("tiny-llama", copy, Precision.FP32))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("adapter_model.safetensors")
                .hasMessageContainingAll(message);
    }

    @Test
    void refusesAnAdapterOfAnotherModel() {
        assertThatThrownBy(() -> imported("families/qwen2", adapter("tiny-llama"), Precision.FP32))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("adapter_model.safetensors");
        assertThatThrownBy(() -> imported("tiny-llama", adapter("phi3-partial"), Precision.FP32))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("adapter_model.safetensors");
    }

    @Test
    void saysWhatAnAdapterIs() throws IOException {
        Path copy = copy("tiny-llama");
        assertThatThrownBy(() -> importer().importCheckpoint(copy, settings(Precision.FP32)))
                .hasMessageContaining("is a LoRA adapter, not a model");
        Files.delete(copy.resolve("adapter_model.safetensors"));
        assertThatThrownBy(() -> imported("tiny-llama", copy, Precision.FP32))
                .hasMessageContaining("lacks adapter_model.safetensors");
    }

    private Report quantised(String type, Precision precision) {
        return run(
                "tiny-gguf/tiny-llama-" + type + ".gguf",
                "tiny-gguf",
                "expected-" + type + ".json",
                precision);
    }

    private Report run(String base, String adapter, String reference, Precision precision) {
        Path from = adapter(adapter);
        return ReferenceCheck.compare(
                imported(base, from, precision), ReferenceCase.read(from.resolve(reference)));
    }

    private ImportedModel imported(String base, @Nullable Path adapter, Precision precision) {
        return importer()
                .importCheckpoint(Fixtures.path(base), adapter, settings(precision), () -> {});
    }

    private CheckpointImporter importer() {
        return new CheckpointImporter(directory.resolve("cache"));
    }

    private static ImportSettings settings(Precision precision) {
        return new ImportSettings(precision, Activations.FP32);
    }

    private static Path adapter(String name) {
        return Fixtures.path("adapters/" + name);
    }

    private Path copy(String name) throws IOException {
        return Fixtures.copy("adapters/" + name, directory.resolve("adapter"));
    }

    private static void replace(Path adapter, String from, String to) throws IOException {
        Path config = adapter.resolve("adapter_config.json");
        String text = Files.readString(config);
        assertThat(text).contains(from);
        Files.writeString(config, text.replace(from, to));
    }

    /// Names of equal length, so that offsets stay.
    private static void renameTensor(Path adapter, String from, String to) throws IOException {
        Path weights = adapter.resolve("adapter_model.safetensors");
        String bytes = Files.readString(weights, StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains(from);
        Files.writeString(weights, bytes.replace(from, to), StandardCharsets.ISO_8859_1);
    }
}
