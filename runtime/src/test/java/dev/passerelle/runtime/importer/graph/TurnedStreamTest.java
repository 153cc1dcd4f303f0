package dev.passerelle.runtime.importer.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.DecoderShape;
import dev.passerelle.runtime.importer.Fixtures;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.ImportSettings.Activations;
import dev.passerelle.runtime.importer.ImportedModel;
import dev.passerelle.runtime.importer.family.DecoderConfig;
import dev.passerelle.runtime.importer.family.DecoderModel;
import dev.passerelle.runtime.importer.family.HuggingFaceDecoder;
import dev.passerelle.runtime.importer.safetensors.CheckpointJson;
import dev.passerelle.runtime.importer.safetensors.SafetensorsCheckpoint;
import dev.passerelle.runtime.ort.DecoderSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Turning the residual stream leaves the logits as they are, and what rests on it is independent
/// of what else runs.
class TurnedStreamTest {

    private static final WeightPolicy EXACT =
            new WeightPolicy(Precision.FP32, Activations.FP32, false);
    private static final WeightPolicy TURNED =
            new WeightPolicy(Precision.FP32, Activations.FP32, true);
    private static final WeightPolicy W8A8 =
            WeightPolicy.of(new ImportSettings(Precision.W8A8, Activations.INT8));

    @TempDir Path directory;

    private final int[] tokens = new Random(5).ints(40, 3, 200).toArray();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tiny-llama",
                "families/llama-bias",
                "families/mistral",
                "families/ministral",
                "families/qwen2",
                "families/qwen3-yarn",
                "families/phi3-partial",
                "families/granite",
                "families/smollm3"
            })
    void leavesTheLogits(String name) throws IOException {
        float[] stored = logits(write(name, EXACT));
        float[] turned = logits(write(name, TURNED));
        assertThat(turned).usingComparatorWithPrecision(1e-4f).containsExactly(stored);
    }

    @Test
    void turnsWhatItsNormLeavesOfLongRows() {
        float[] row = new float[96];
        row[40] = 8;
        new HadamardTurn(row.length).turn(row);
        for (int i = 0; i < row.length; i++) {
            double expected = i / 32 == 1 ? 8 / Math.sqrt(32) : 0;
            assertThat(Math.abs(row[i])).isCloseTo((float) expected, within(1e-6f));
        }
    }

    @Test
    void aRowIsTheSameBitsBesideOthersAndInChunks() throws IOException {
        ImportedModel model = write("tiny-llama", W8A8);
        try (DecoderSession session = new DecoderSession(model, 3, 48, 1)) {
            session.prefill(0, tokens, 0, 30);
            session.decode(1, new int[] {7}, new int[] {30});
            float[] alone = logits(session, 1);
            for (int slot = 0; slot < 3; slot++) {
                int length = 30 - 7 * slot;
                for (int from = 0; from < length; from += 8) {
                    session.prefill(slot, tokens, from, Math.min(8, length - from));
                }
            }
            session.decode(3, new int[] {7, 9, 11}, new int[] {30, 23, 16});
            assertThat(logits(session, 1)).containsExactly(alone);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma2", "gemma3", "olmo2", "mixtral", "qwen3-moe"})
    void refusesWhatCannotBeTurned(String family) throws IOException {
        assertThatThrownBy(() -> write("families/" + family, W8A8))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("precision w8a8")
                .hasMessageContaining("use int8 or as-stored");
    }

    private ImportedModel write(String name, WeightPolicy policy) throws IOException {
        Path checkpoint = Fixtures.path(name);
        Path config = checkpoint.resolve("config.json");
        Path target = Files.createTempDirectory(directory, "import");
        try (SafetensorsCheckpoint tensors =
                SafetensorsCheckpoint.open(checkpoint.resolve("model.safetensors"))) {
            DecoderModel model =
                    HuggingFaceDecoder.read(config, CheckpointJson.read(config), tensors);
            long bytes = DecoderGraph.write(model, policy, target);
            return new ImportedModel(
                    target.resolve(DecoderGraph.GRAPH), shape(model.config(), bytes));
        }
    }

    private static DecoderShape shape(DecoderConfig config, long bytes) {
        return new DecoderShape(
                "test",
                config.layers(),
                config.kvHeads(),
                config.headDim(),
                config.vocabulary(),
                config.contextLength(),
                List.of(),
                bytes);
    }

    private float[] logits(ImportedModel model) {
        try (DecoderSession session = new DecoderSession(model, 1, 48, 1)) {
            session.prefill(0, tokens, 0, 40, 16);
            return logits(session, 16);
        }
    }

    private static float[] logits(DecoderSession session, int rows) {
        float[] logits = new float[rows * session.vocabularySize()];
        session.logits().get(0, logits);
        return logits;
    }
}
