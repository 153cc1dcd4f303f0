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
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every file of the shared `tiny-gguf`, where it is there, against log-probabilities of its
/// dequantised weights.
class SharedGgufTest {

    @TempDir Path cache;

    @TestFactory
    Stream<DynamicTest> everyFileAgreesAtFp32AndAsStored() throws IOException {
        Optional<Path> directory = Fixtures.shared("tiny-gguf");
        assumeTrue(directory.isPresent(), "shared/fixtures/tiny-gguf is not there");
        try (Stream<Path> files = Files.list(directory.orElseThrow())) {
            return files
                    .filter(file -> file.toString().endsWith(".gguf"))
                    .sorted()
                    .toList()
                    .stream()
                    .flatMap(file ->
                            Stream.of(Precision.FP32, Precision.AS_STORED)
                                    .map(precision -> test(file, precision)));
        }
    }

    private DynamicTest test(Path gguf, Precision precision) {
        String name = gguf.getFileName().toString().replace(".gguf", "");
        return DynamicTest.dynamicTest(
                name + " " + precision.id(),
                () -> {
                    Report report =
                            ReferenceCheck.run(
                                    gguf,
                                    gguf.resolveSibling(name + ".expected.json"),
                                    new ImportSettings(precision, Activations.FP32),
                                    cache);
                    assertThat(report.top1()).isEqualTo(1);
                    assertThat(report.meanAbsLogprob()).isLessThan(1e-3);
                });
    }
}
