package dev.passerelle.runtime.importer.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WeightsDocumentationTest {

    @Test
    void theTableSaysHowEachTypeIsHeld() throws IOException {
        List<String> rows =
                Files.readAllLines(Path.of("../docs/families.md")).stream()
                        .dropWhile(line -> !line.startsWith("| GGUF type |"))
                        .skip(2)
                        .takeWhile(line -> line.startsWith("|"))
                        .toList();
        assertThat(rows)
                .isEqualTo(
                        Arrays.stream(ElementType.values())
                                .map(type ->
                                        "| %s | %s | %s |"
                                                .formatted(
                                                        type,
                                                        held(WeightForm.exact(type)),
                                                        bits(type)))
                                .toList());
    }

    private static String held(WeightForm form) {
        return switch (form) {
            case WeightForm.Float32 _ -> "fp32";
            case WeightForm.WholeRow _ -> "nothing stored";
            case WeightForm.Symmetric(int bits, int block) ->
                    "%d-bit codes, blocks of %d".formatted(bits, block);
            case WeightForm.Affine(int bits, int block) ->
                    "%d-bit codes and offsets, blocks of %d".formatted(bits, block);
        };
    }

    private static String bits(ElementType type) {
        double bits = 8.0 * type.blockBytes() / type.blockElements();
        return String.format(Locale.ROOT, "%.2f", bits).replaceAll("\\.?0+$", "");
    }
}
