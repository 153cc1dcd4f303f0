package dev.passerelle.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.importer.CheckpointImporter;
import dev.passerelle.runtime.importer.Fixtures;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.ImportSettings.Activations;
import dev.passerelle.runtime.importer.ImportedModel;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Prompts in chunks, then rows of unlike lengths together, give what each sequence gives whole.
class FamilyStepsTest {

    private static final int[] LENGTHS = {31, 5, 17};
    private static final int STEPS = 12;

    @TempDir Path cache;

    @ParameterizedTest
    @CsvSource({
        "mistral, FP32",
        "ministral, FP32",
        "qwen2-window, FP32",
        "gemma2, FP32",
        "gemma3, FP32",
        "mixtral, FP32",
        "mixtral, INT8",
        "qwen3-moe, FP32",
        "qwen3-moe, INT8",
        "phi3-longrope, FP32",
        "phi3-partial, FP32",
        "smollm3, FP32",
        "olmo2, FP32"
    })
    void chunksAndStepsGiveWhatTheWholeGives(String name, Precision precision) {
        ImportedModel model =
                new CheckpointImporter(cache)
                        .importCheckpoint(
                                Fixtures.path("families/" + name),
                                new ImportSettings(precision, Activations.FP32));
        int[][] tokens = tokens();
        try (DecoderSession session = new DecoderSession(model, LENGTHS.length + 1, 64, 0)) {
            for (int row = 0; row < LENGTHS.length; row++) {
                for (int from = 0; from < LENGTHS[row]; from += 7) {
                    int count = Math.min(7, LENGTHS[row] - from);
                    session.prefill(row, tokens[row], from, count);
                }
            }
            for (int step = 0; step < STEPS; step++) {
                assertStep(session, tokens, step);
            }
        }
    }

    private static void assertStep(DecoderSession session, int[][] tokens, int step) {
        int rows = LENGTHS.length;
        int[] next = new int[rows];
        int[] lengths = new int[rows];
        for (int row = 0; row < rows; row++) {
            lengths[row] = LENGTHS[row] + step;
            next[row] = tokens[row][lengths[row]];
        }
        session.decode(rows, next, lengths);
        float[] stepped = logits(session, rows);
        for (int row = 0; row < rows; row++) {
            session.prefill(rows, tokens[row], 0, lengths[row] + 1);
            float[] whole = logits(session, 1);
            for (int i = 0; i < whole.length; i++) {
                assertThat(stepped[row * whole.length + i]).isCloseTo(whole[i], within(1e-4f));
            }
        }
    }

    private static float[] logits(DecoderSession session, int rows) {
        float[] logits = new float[rows * session.vocabularySize()];
        session.logits().get(0, logits);
        return logits;
    }

    private static int[][] tokens() {
        int[][] tokens = new int[LENGTHS.length][];
        for (int row = 0; row < LENGTHS.length; row++) {
            tokens[row] = new Random(row).ints(LENGTHS[row] + STEPS, 3, 256).toArray();
        }
        return tokens;
    }
}
