package dev.passerelle.runtime.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderFilesTest {

    @TempDir private Path directory;

    @BeforeEach
    void complete() throws IOException {
        Files.createDirectories(directory.resolve("1_Pooling"));
        Files.createDirectories(directory.resolve("onnx"));
        write("onnx/model_quantized.onnx", "");
        write("tokenizer.json", "{}");
        write("config.json", "{\"hidden_size\":8,\"max_position_embeddings\":64}");
        write("1_Pooling/config.json", "{\"pooling_mode_mean_tokens\":true}");
    }

    @Test
    void readsWhatTheModelSays() {
        EncoderFiles files = EncoderFiles.read(directory);
        assertThat(files.pooling()).isEqualTo(Pooling.MEAN);
        assertThat(files.dimensions()).isEqualTo(8);
        assertThat(files.contextLength()).isEqualTo(64);
        assertThat(files.graph()).hasFileName("model_quantized.onnx");
    }

    @Test
    void theShorterOfPositionsAndSequenceLengthIsTheLimit() throws IOException {
        write("sentence_bert_config.json", "{\"max_seq_length\":32}");
        assertThat(EncoderFiles.read(directory).contextLength()).isEqualTo(32);
    }

    @Test
    void robertasFirstPositionsAreNotForText() throws IOException {
        write(
                "config.json",
                "{\"model_type\":\"xlm-roberta\",\"hidden_size\":8,\"max_position_embeddings\":514,\"pad_token_id\":1}");
        assertThat(EncoderFiles.read(directory).contextLength()).isEqualTo(512);
    }

    @Test
    void refusesWhatItCanNotHonour() throws IOException {
        write("1_Pooling/config.json", "{\"pooling_mode_max_tokens\":true}");
        refused("pooling_mode_max_tokens");
        Files.delete(directory.resolve("1_Pooling/config.json"));
        refused("1_Pooling");
        complete();
        write("modules.json", "[{\"type\":\"sentence_transformers.models.Dense\"}]");
        refused("Dense");
        Files.delete(directory.resolve("modules.json"));
        write("config.json", "{\"hidden_size\":8}");
        refused("max_position_embeddings");
        complete();
        Files.delete(directory.resolve("onnx/model_quantized.onnx"));
        refused("model.onnx");
        complete();
        Files.delete(directory.resolve("tokenizer.json"));
        refused("tokenizer.json is missing");
    }

    @Test
    void poolsToUnitLength() {
        FloatBuffer hidden = FloatBuffer.wrap(new float[] {9, 9, 3, 4, 1, 0, 7, 7});
        assertThat(Pooling.CLS.pool(hidden, 2, 2, 2)).containsExactly(0.6f, 0.8f);
        assertThat(Pooling.MEAN.pool(hidden, 2, 2, 2))
                .containsExactly((float) Math.sqrt(0.5), (float) Math.sqrt(0.5));
    }

    private void refused(String reason) {
        assertThatThrownBy(() -> EncoderFiles.read(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
