package dev.passerelle.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.BundledModel;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.importer.CheckpointImporter;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.ImportSettings.Activations;
import dev.passerelle.runtime.importer.ImportedModel;
import dev.passerelle.runtime.ort.capi.NativeObject;
import dev.passerelle.runtime.ort.capi.OrtFailure;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bindings through the C API compute to the bit what pinned outputs through the Java API do.
class DecoderSessionTest {

    private static final int SLOTS = 5;
    private static final int MAX_LENGTH = 96;

    @TempDir private static Path imports;

    private static ImportedModel model;
    private static int openBefore;
    private static DecoderSession bound;
    private static PinnedDecoder pinned;

    private final int[] tokens = new Random(7).ints(MAX_LENGTH, 0, 40_000).toArray();

    @BeforeAll
    static void open() {
        model =
                new CheckpointImporter(imports)
                        .importCheckpoint(
                                BundledModel.SMOLLM2,
                                new ImportSettings(Precision.AS_STORED, Activations.INT8),
                                () -> {});
        openBefore = NativeObject.open();
        bound = new DecoderSession(model, SLOTS, MAX_LENGTH, 2);
        pinned = new PinnedDecoder(model, SLOTS, MAX_LENGTH, 2);
    }

    @AfterAll
    static void close() {
        pinned.close();
        bound.close();
        assertThat(NativeObject.open()).as("objects never released").isEqualTo(openBefore);
    }

    @Test
    void readsPromptsInChunksAndDecodesRaggedRowsAlike() {
        int[] lengths = {40, 17, 1, 33};
        for (int slot = 0; slot < lengths.length; slot++) {
            for (int read = 0; read < lengths[slot]; read += 16) {
                int from = read;
                int at = slot;
                int count = Math.min(16, lengths[slot] - read);
                both(decoder -> decoder.prefill(at, tokens, from, count));
                assertSameLogits(1);
            }
        }
        for (int step = 0; step < 6; step++) {
            int rows = step < 3 ? 4 : 2;
            int[] next = {11 + step, 500 + step, 77, 30_000 - step};
            both(decoder -> decoder.decode(rows, next, lengths));
            assertSameLogits(rows);
            for (int row = 0; row < rows; row++) {
                lengths[row]++;
            }
        }
    }

    @Test
    void givesTheLogitsOfSeveralPositionsAlike() {
        both(decoder -> decoder.prefill(4, tokens, 0, 20));
        both(decoder -> decoder.prefill(4, tokens, 20, 9, 5));
        assertSameLogits(5);
        both(decoder -> decoder.prefill(4, tokens, 29, 1, 1));
        assertSameLogits(1);
    }

    @Test
    void copiedSlotsGoOnAlike() {
        both(decoder -> decoder.prefill(3, tokens, 0, 50));
        both(decoder -> decoder.copy(3, 0, 50));
        both(decoder -> decoder.release(3));
        both(decoder -> decoder.decode(1, new int[] {9}, new int[] {50}));
        assertSameLogits(1);
    }

    @Test
    void savedTokensComeBackAlike() {
        assertThat(bound.tokenBytes()).isEqualTo(pinned.tokenBytes());
        both(decoder -> decoder.prefill(1, tokens, 0, 48));
        both(decoder -> moveByHand(decoder, 1, 2, 16, 32));
        both(decoder -> decoder.copy(1, 2, 16));
        both(decoder -> decoder.prefill(2, tokens, 48, 3));
        assertSameLogits(1);
    }

    private static void moveByHand(Decoder decoder, int from, int to, int offset, int count) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment saved = arena.allocate(count * decoder.tokenBytes());
            decoder.save(from, offset, count, saved);
            decoder.restore(to, offset, count, saved);
        }
    }

    @Test
    void sessionsComeAndGoWithoutALeak() {
        int before = NativeObject.open();
        for (int i = 0; i < 2; i++) {
            try (DecoderSession session = new DecoderSession(model, 2, 32, 1)) {
                session.prefill(0, tokens, 0, 4);
                session.decode(2, new int[] {1, 2}, new int[] {4, 0});
                assertThat(NativeObject.open()).isGreaterThan(before);
            }
        }
        assertThat(NativeObject.open()).isEqualTo(before);
    }

    @Test
    void aMissingGraphIsNamedAndLeavesNothingBehind(@TempDir Path directory) {
        int before = NativeObject.open();
        Path missing = directory.resolve("model.onnx");
        assertThatThrownBy(() -> open(missing))
                .isInstanceOf(OrtFailure.class)
                .hasMessageContaining(missing.toString());
        assertThat(NativeObject.open()).isEqualTo(before);
    }

    @Test
    void aFileThatIsNoGraphIsRefused(@TempDir Path directory) throws IOException {
        int before = NativeObject.open();
        Path text = Files.writeString(directory.resolve("model.onnx"), "not a graph");
        assertThatThrownBy(() -> open(text))
                .isInstanceOf(OrtFailure.class)
                .hasMessageContaining("ONNX Runtime: ");
        assertThat(NativeObject.open()).isEqualTo(before);
    }

    private static DecoderSession open(Path graph) {
        return new DecoderSession(new ImportedModel(graph, model.shape()), 2, 32, 1);
    }

    private static void both(Consumer<Decoder> act) {
        act.accept(bound);
        act.accept(pinned);
    }

    private static void assertSameLogits(int rows) {
        int count = rows * bound.vocabularySize();
        assertThat(first(bound, count)).containsExactly(first(pinned, count));
    }

    private static float[] first(Decoder decoder, int count) {
        float[] logits = new float[count];
        decoder.logits().get(0, logits);
        return logits;
    }
}
