package dev.passerelle.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.importer.Fixtures;
import dev.passerelle.runtime.importer.export.ExportCheckpoint;
import dev.passerelle.runtime.importer.export.ExportedModel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each layout as its exporter writes it.
class ExportedDecoderTest {

    private static final int[] TOKENS = {
        54, 74, 71, 318, 299, 313, 223, 344, 390, 85, 310, 269, 223, 370, 292, 369, 343, 326, 16
    };
    private static final int LENGTH = 32;

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"genai", "genai-fp16", "optimum", "merged"})
    void readsAPromptInChunksAsWhole(String layout) {
        try (Decoder decoder = open(layout)) {
            decoder.prefill(0, TOKENS, 0, TOKENS.length);
            float[] whole = row(decoder, 0);
            decoder.prefill(1, TOKENS, 0, 5);
            decoder.prefill(1, TOKENS, 5, 1);
            decoder.prefill(1, TOKENS, 6, TOKENS.length - 6);
            assertNear(decoder, 0, whole, layout);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"genai", "genai-fp16", "optimum", "merged"})
    void rowsOfDifferentLengthsAreEachAsAlone(String layout) {
        int[] lengths = {11, 3, 0, 18};
        float[][] alone = new float[lengths.length][];
        try (Decoder decoder = open(layout)) {
            for (int row = 0; row < lengths.length; row++) {
                decoder.prefill(0, TOKENS, 0, lengths[row] + 1);
                alone[row] = row(decoder, 0);
            }
            int[] next = new int[lengths.length];
            for (int row = 0; row < lengths.length; row++) {
                next[row] = TOKENS[lengths[row]];
                if (lengths[row] > 0) {
                    decoder.prefill(row, TOKENS, 0, lengths[row]);
                }
            }
            decoder.decode(lengths.length, next, lengths);
            for (int row = 0; row < lengths.length; row++) {
                assertNear(decoder, row, alone[row], layout);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"genai", "genai-fp16", "optimum", "merged"})
    void leavesTheLogitsOfSeveralTokens(String layout) {
        try (Decoder decoder = open(layout)) {
            assertSeveralLogits(decoder, layout);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"genai", "optimum"})
    void leavesThemWhereAGraphGivesThoseOfItsLastTokenOnly(String layout) throws IOException {
        try (Decoder decoder =
                open(EditedExport.of(layout, directory).withLogitsOfTheLastToken().write())) {
            assertSeveralLogits(decoder, layout);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"genai", "optimum"})
    void asksForAsManyLogitsAsItNeeds(String layout) throws IOException {
        try (Decoder decoder =
                open(EditedExport.of(layout, directory).withLogitsToKeep().write())) {
            assertSeveralLogits(decoder, layout);
        }
    }

    private static void assertSeveralLogits(Decoder decoder, String layout) {
        int rows = 4;
        float[][] one = new float[rows][];
        for (int i = 0; i < rows; i++) {
            decoder.prefill(0, TOKENS, 0, TOKENS.length - rows + 1 + i);
            one[i] = row(decoder, 0);
        }
        decoder.prefill(1, TOKENS, 0, 7);
        decoder.prefill(1, TOKENS, 7, TOKENS.length - 7, rows);
        for (int i = 0; i < rows; i++) {
            assertNear(decoder, i, one[i], layout);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"genai", "genai-fp16", "optimum", "merged"})
    void copiesAndForgetsTheEndOfWhatItHolds(String layout) {
        try (Decoder decoder = open(layout)) {
            decoder.prefill(0, TOKENS, 0, 8);
            float[] eight = row(decoder, 0);
            decoder.prefill(0, TOKENS, 8, 10);
            decoder.copy(0, 2, 7);
            decoder.prefill(2, TOKENS, 7, 1);
            assertNear(decoder, 0, eight, layout);
            decoder.prefill(0, TOKENS, 7, 1);
            assertNear(decoder, 0, eight, layout);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"genai", "genai-fp16", "optimum", "merged"})
    void savesInPiecesAndRestoresIntoAnotherSlot(String layout) {
        try (Decoder decoder = open(layout);
                Arena arena = Arena.ofConfined()) {
            decoder.prefill(0, TOKENS, 0, 13);
            float[] expected = row(decoder, 0);
            MemorySegment first = arena.allocate(5 * decoder.tokenBytes());
            MemorySegment second = arena.allocate(7 * decoder.tokenBytes());
            decoder.save(0, 0, 5, first);
            decoder.save(0, 5, 7, second);
            decoder.release(0);
            decoder.prefill(1, TOKENS, 0, 3);
            decoder.restore(1, 0, 5, first);
            decoder.restore(1, 5, 7, second);
            decoder.prefill(1, TOKENS, 12, 1);
            assertNear(decoder, 0, expected, layout);
        }
    }

    @Test
    void keepsTheCacheInPlaceOnlyWhereNothingElseReadsIt() {
        assertThat(model("genai").signature().inPlace()).isTrue();
        assertThat(model("optimum").signature().inPlace()).isFalse();
        assertThat(model("merged").signature().inPlace()).isFalse();
    }

    private static ExportedModel model(String layout) {
        return ExportCheckpoint.open(Fixtures.path("onnx-exports/" + layout))
                .model(Precision.AS_STORED);
    }

    private static Decoder open(String layout) {
        return ExportedDecoder.open(model(layout), 4, LENGTH, 1);
    }

    private static Decoder open(Path export) {
        return ExportedDecoder.open(
                ExportCheckpoint.open(export).model(Precision.AS_STORED), 4, LENGTH, 1);
    }

    private static float[] row(Decoder decoder, int row) {
        float[] logits = new float[decoder.vocabularySize()];
        FloatBuffer all = decoder.logits();
        all.get(row * logits.length, logits);
        return logits;
    }

    /// Half precision rounds the keys and values of other batches and chunks differently.
    private static void assertNear(Decoder decoder, int row, float[] expected, String layout) {
        float tolerance = layout.endsWith("fp16") ? 0.1f : 1e-3f;
        float[] actual = row(decoder, row);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("logit %d", i).isCloseTo(expected[i], within(tolerance));
        }
    }
}
