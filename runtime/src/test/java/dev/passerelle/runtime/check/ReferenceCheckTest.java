package dev.passerelle.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.KvPrecision;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.check.ReferenceCheck.Report;
import dev.passerelle.runtime.importer.Fixtures;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.ImportSettings.Activations;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceCheckTest {

    @TempDir Path cache;

    @ParameterizedTest
    @ValueSource(strings = {"tiny-llama", "tiny-llama3-rope"})
    void safetensorsAtFp32AgreeWithTheReference(String name) {
        Path checkpoint = Fixtures.path(name);
        Report report =
                ReferenceCheck.run(
                        checkpoint,
                        checkpoint.resolve("expected.json"),
                        new ImportSettings(Precision.FP32, Activations.INT8),
                        cache);
        assertThat(report.top1()).isEqualTo(1);
        assertThat(report.meanAbsLogprob()).isLessThan(1e-3);
        assertThat(report.positions()).isEqualTo(72);
    }

    @ParameterizedTest
    @ValueSource(strings = {"genai", "optimum", "merged"})
    void exportsAgreeWithTheReference(String layout) {
        Report report = checkExport(layout);
        assertThat(report.top1()).isEqualTo(1);
        assertThat(report.meanAbsLogprob()).isLessThan(1e-3);
        assertThat(report.positions()).isEqualTo(72);
    }

    @Test
    void anExportInHalfPrecisionIsNear() {
        Report report = checkExport("genai-fp16");
        assertThat(report.top1()).isGreaterThan(0.95);
        assertThat(report.meanAbsLogprob()).isLessThan(0.02);
    }

    private Report checkExport(String layout) {
        Path export = Fixtures.path("onnx-exports/" + layout);
        return ReferenceCheck.run(
                export,
                export.resolve("expected.json"),
                new ImportSettings(Precision.AS_STORED, Activations.INT8),
                cache);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BF16", "Q8_0", "Q4_0", "Q4_1", "Q6_K"})
    void ggufAtFp32AgreesWithTheReference(String type) {
        Report report = check(type, Precision.FP32, Activations.INT8);
        assertThat(report.top1()).isEqualTo(1);
        assertThat(report.meanAbsLogprob()).isLessThan(1e-3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BF16", "Q8_0", "Q4_0", "Q4_1", "Q6_K"})
    void storedWeightsAreNotRoundedAgain(String type) {
        Report report = check(type, Precision.AS_STORED, Activations.FP32);
        assertThat(report.top1()).isEqualTo(1);
        assertThat(report.meanAbsLogprob()).isLessThan(1e-3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BF16", "Q8_0", "Q4_0", "Q4_1", "Q6_K"})
    void int8ActivationsKeepTheMostLikelyToken(String type) {
        Report report = check(type, Precision.AS_STORED, Activations.INT8);
        assertThat(report.top1()).isGreaterThanOrEqualTo(0.9);
        assertThat(report.meanAbsLogprob()).isLessThan(0.1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BF16", "Q8_0"})
    void requestedInt8StaysNear(String type) {
        Report report = check(type, Precision.INT8, Activations.FP32);
        assertThat(report.meanAbsLogprob()).isLessThan(0.05);
    }

    @Test
    void theBundledModelAgreesAsStored() {
        String bundled = System.getProperty("passerelle.bundled").split(":")[0];
        Report report =
                ReferenceCheck.run(
                        Path.of(bundled, "SmolLM2-135M-Instruct"),
                        Fixtures.path("SmolLM2-135M-Instruct/expected.json"),
                        new ImportSettings(Precision.AS_STORED, Activations.INT8),
                        cache);
        assertThat(report.top1()).isGreaterThanOrEqualTo(0.95);
        assertThat(report.meanAbsLogprob()).isLessThan(0.15);
        assertThat(report.positions()).isEqualTo(299);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BF16", "Q4_1", "Q6_K"})
    void w8a8StaysNear(String type) {
        Report report = check(type, Precision.W8A8, Activations.INT8);
        assertThat(report.top1()).isGreaterThanOrEqualTo(0.75);
        assertThat(report.meanAbsLogprob()).isLessThan(0.5);
    }

    /// Plain int8 activations, without a turned stream, are 0.3 away.
    @Test
    void theBundledModelIsNearAsW8a8() {
        String bundled = System.getProperty("passerelle.bundled").split(":")[0];
        Report report =
                ReferenceCheck.run(
                        Path.of(bundled, "SmolLM2-135M-Instruct"),
                        Fixtures.path("SmolLM2-135M-Instruct/expected.json"),
                        new ImportSettings(Precision.W8A8, Activations.INT8),
                        cache);
        assertThat(report.top1()).isGreaterThanOrEqualTo(0.92);
        assertThat(report.meanAbsLogprob()).isLessThan(0.18);
        assertThat(report.positions()).isEqualTo(299);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BF16", "Q4_1"})
    void keysAndValuesOf16BitsStayNear(String type) {
        Report report =
                ReferenceCheck.run(
                        Fixtures.gguf(type),
                        Fixtures.ggufReference(type),
                        new ImportSettings(Precision.FP32, Activations.FP32, KvPrecision.FP16),
                        cache);
        assertThat(report.top1()).isGreaterThanOrEqualTo(0.95);
        assertThat(report.meanAbsLogprob()).isLessThan(5e-3);
    }

    private Report check(String type, Precision precision, Activations activations) {
        return ReferenceCheck.run(
                Fixtures.gguf(type),
                Fixtures.ggufReference(type),
                new ImportSettings(precision, activations),
                cache);
    }
}
