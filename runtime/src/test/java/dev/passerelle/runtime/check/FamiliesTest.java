package dev.passerelle.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.check.ReferenceCheck.Report;
import dev.passerelle.runtime.importer.Fixtures;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.ImportSettings.Activations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every family, and what its members may differ in, against transformers' log-probabilities.
class FamiliesTest {

    private static final Path FAMILIES = Fixtures.path("families");

    @TempDir Path cache;

    static List<Path> safetensors() throws IOException {
        return list(FAMILIES, "model.safetensors");
    }

    static List<Path> gguf() throws IOException {
        try (Stream<Path> files = Files.list(FAMILIES.resolve("gguf"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("safetensors")
    void agreesAtFp32(Path checkpoint) {
        assertExact(checkpoint, checkpoint.resolve("expected.json"));
    }

    @ParameterizedTest
    @MethodSource("gguf")
    void ggufAgreesAtFp32(Path gguf) {
        String name = String.valueOf(gguf.getFileName()).replace(".gguf", "");
        assertExact(gguf, FAMILIES.resolve(name).resolve("expected.json"));
    }

    @ParameterizedTest
    @MethodSource("safetensors")
    void staysNearWithWeightsOfEightBits(Path checkpoint) {
        Report report = run(checkpoint, checkpoint.resolve("expected.json"), Precision.INT8);
        assertThat(report.top1()).isGreaterThan(0.6);
        assertThat(report.meanAbsLogprob()).isLessThan(0.5);
    }

    @Test
    void longContextsTurnByTheLongFactors() {
        Path checkpoint = FAMILIES.resolve("phi3-longrope");
        assertExact(checkpoint, checkpoint.resolve("expected-long.json"));
        Path gguf = FAMILIES.resolve("gguf/phi3-longrope.gguf");
        assertExact(gguf, checkpoint.resolve("expected-long.json"));
    }

    @Test
    void sharedCheckpointsAgreeAtFp32() throws IOException {
        Optional<Path> llama = Fixtures.shared("tiny-llama");
        assumeTrue(llama.isPresent(), "shared/fixtures is not there");
        Path shared = llama.orElseThrow().resolveSibling("");
        for (Path checkpoint : list(shared, "model.safetensors")) {
            assertExact(checkpoint, checkpoint.resolve("expected.json"));
        }
    }

    private void assertExact(Path checkpoint, Path reference) {
        Report report = run(checkpoint, reference, Precision.FP32);
        assertThat(report.top1()).as("%s", checkpoint).isEqualTo(1);
        assertThat(report.meanAbsLogprob()).as("%s", checkpoint).isLessThan(1e-4);
    }

    private Report run(Path checkpoint, Path reference, Precision precision) {
        return ReferenceCheck.run(
                checkpoint, reference, new ImportSettings(precision, Activations.FP32), cache);
    }

    private static List<Path> list(Path directory, String holding) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(each -> Files.exists(each.resolve(holding))).sorted().toList();
        }
    }
}
