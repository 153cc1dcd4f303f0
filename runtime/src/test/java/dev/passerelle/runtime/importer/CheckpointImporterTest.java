package dev.passerelle.runtime.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.importer.ImportSettings.Activations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointImporterTest {

    private static final ImportSettings FP32 = new ImportSettings(Precision.FP32, Activations.INT8);

    @TempDir Path directory;

    @Test
    void describesASafetensorsDecoder() throws IOException {
        ImportedModel model = importer().importCheckpoint(Fixtures.path("tiny-llama"), FP32);
        DecoderShape shape = model.shape();
        assertThat(shape)
                .isEqualTo(
                        new DecoderShape(
                                "llama", 3, 2, 16, 512, 256, List.of(2), shape.weightBytes()));
        assertThat(Files.size(model.graph().resolveSibling("model.data")))
                .isEqualTo(shape.weightBytes());
    }

    @Test
    void describesAGgufDecoder() {
        ImportedModel model = importer().importCheckpoint(Fixtures.gguf("Q4_1"), FP32);
        assertThat(model.shape().headDim()).isEqualTo(32);
        assertThat(model.shape().eosTokens()).containsExactly(2);
    }

    @Test
    void generationConfigNamesSeveralEndTokens() throws IOException {
        Path checkpoint = copy();
        Files.writeString(
                checkpoint.resolve("generation_config.json"), "{\"eos_token_id\": [2, 7]}");
        assertThat(importer().importCheckpoint(checkpoint, FP32).shape().eosTokens())
                .containsExactly(2, 7);
    }

    @Test
    void reusesASoundImport() throws IOException {
        ImportedModel first = importer().importCheckpoint(copy(), FP32);
        Files.setLastModifiedTime(first.graph(), FileTime.fromMillis(1));
        ImportedModel second = importer().importCheckpoint(Fixtures.path("tiny-llama"), FP32);
        // expected.json is no part of the content, so both are the same import
        assertThat(second).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(second.graph())).isEqualTo(FileTime.fromMillis(1));
    }

    @Test
    void importsAgainWhenSettingsOrContentDiffer() throws IOException {
        Path checkpoint = copy();
        Path first = importer().importCheckpoint(checkpoint, FP32).graph();
        ImportSettings int8 = new ImportSettings(Precision.INT8, Activations.INT8);
        assertThat(importer().importCheckpoint(checkpoint, int8).graph()).isNotEqualTo(first);
        flipLastByte(checkpoint.resolve("model.safetensors"));
        assertThat(importer().importCheckpoint(checkpoint, FP32).graph()).isNotEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({"model.data", "model.onnx", "manifest.json"})
    void rebuildsADamagedImport(String name) throws IOException {
        ImportedModel model = importer().importCheckpoint(Fixtures.path("tiny-llama"), FP32);
        Path file = model.graph().resolveSibling(name);
        byte[] sound = Files.readAllBytes(file);
        flipLastByte(file);
        importer().importCheckpoint(Fixtures.path("tiny-llama"), FP32);
        assertThat(Files.readAllBytes(file)).isEqualTo(sound);
        Files.delete(file);
        importer().importCheckpoint(Fixtures.path("tiny-llama"), FP32);
        assertThat(Files.readAllBytes(file)).isEqualTo(sound);
    }

    @ParameterizedTest
    @CsvSource({"weightBytes, weightbytes", "contextLength\\\":256, contextLength\\\":255"})
    void rebuildsAnImportWhoseDescriptionIsDamaged(String from, String to) throws IOException {
        ImportedModel sound = importer().importCheckpoint(Fixtures.path("tiny-llama"), FP32);
        Path manifest = sound.graph().resolveSibling("manifest.json");
        String text = Files.readString(manifest);
        assertThat(text).contains(from);
        Files.writeString(manifest, text.replace(from, to));
        assertThat(importer().importCheckpoint(Fixtures.path("tiny-llama"), FP32)).isEqualTo(sound);
        assertThat(manifest).hasContent(text);
    }

    /// What another process runs; several at once must share one import.
    static final class ImportingProcess {
        private ImportingProcess() {}

        public static void main(String[] args) {
            System.out.print(
                    new CheckpointImporter(Path.of(args[0]))
                            .importCheckpoint(Path.of(args[1]), FP32)
                            .graph());
        }
    }

    @Test
    void processesThatImportAtOnceShareTheResult() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    ImportingProcess.class.getName(),
                                    directory.resolve("cache").toString(),
                                    Fixtures.path("tiny-llama").toString())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start());
        }
        Path graph = importer().importCheckpoint(Fixtures.path("tiny-llama"), FP32).graph();
        FileTime built = Files.getLastModifiedTime(graph);
        for (Process process : processes) {
            assertThat(process.inputReader().readLine()).isEqualTo(graph.toString());
            assertThat(process.waitFor()).isZero();
        }
        assertThat(Files.getLastModifiedTime(graph)).isEqualTo(built);
        try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
            assertThat(files.filter(Files::isDirectory)).containsExactly(graph.getParent());
        }
    }

    @Test
    void importsOfOneCheckpointAtOnceShareTheResult() throws Exception {
        Callable<ImportedModel> task =
                () -> importer().importCheckpoint(Fixtures.path("tiny-llama"), FP32);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<ImportedModel>> imports =
                    threads.invokeAll(List.of(task, task, task, task));
            for (Future<ImportedModel> each : imports) {
                assertThat(each.get()).isEqualTo(imports.getFirst().get());
            }
        }
    }

    @Test
    void removesWhatADeadImportLeft() throws IOException {
        Path left = Files.createDirectories(directory.resolve("cache/0123.building"));
        Files.writeString(left.resolve("model.data"), "half");
        importer().importCheckpoint(Fixtures.path("tiny-llama"), FP32);
        assertThat(left).doesNotExist();
    }

    @Test
    void leavesNothingOfAFailedImport() throws IOException {
        Path checkpoint = copy();
        edit(checkpoint, "\"num_hidden_layers\": 3", "\"num_hidden_layers\": 2");
        assertThatThrownBy(() -> importer().importCheckpoint(checkpoint, FP32))
                .isInstanceOf(CheckpointException.class);
        try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
            assertThat(files.filter(Files::isDirectory)).isEmpty();
        }
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"model_type\": \"llama\" | \"model_type\": \"mamba\" | model_type is 'mamba'",
                "\"attention_bias\": false | \"attention_bias\": true | bias': is missing",
                "\"mlp_bias\": false | \"mlp_bias\": true | bias': is missing",
                "\"hidden_act\": \"silu\" | \"hidden_act\": \"relu2\" | hidden_act is 'relu2'",
                "\"rope_type\": \"default\" | \"rope_type\": \"dynamic\" | rope_type is 'dynamic'",
                "\"rope_theta\": 10000.0 | \"rope_theta\": \"x\" | rope_theta is",
                "\"num_hidden_layers\": 3 | \"num_hidden_layers\": 2 | not part of this architecture",
                "\"num_hidden_layers\": 3 | \"num_hidden_layers\": 4 | is missing",
                "\"hidden_size\": 64 | \"hidden_size\": 32 | shape is",
                "\"vocab_size\": 512 | \"vocab_size\": 1e9 | vocab_size is",
                "\"num_key_value_heads\": 2 | \"num_key_value_heads\": 3 | share",
                "\"max_position_embeddings\": 256 | \"max_position_embeddings\": 99999999 | max_position_embeddings is",
                "\"model_type\": \"llama\" | \"model_type\": \"mistral\", \"layer_types\": [\"a\", \"b\", \"c\"] | layer_types has",
                "\"model_type\": \"llama\" | \"model_type\": \"smollm3\", \"no_rope_layers\": [1] | no_rope_layers lists 1",
                "\"model_type\": \"llama\" | \"model_type\": \"gemma3_text\", \"attn_logit_softcapping\": 3.0 | attn_logit_softcapping is",
                "\"model_type\": \"llama\" | \"model_type\": \"gemma3_text\", \"use_bidirectional_attention\": true | use_bidirectional_attention is",
                "\"model_type\": \"llama\" | \"model_type\": \"mixtral\" | num_local_experts is",
                "\"rope_type\": \"default\" | \"rope_type\": \"longrope\" | short_factor has 0 elements",
                "\"tie_word_embeddings\": true | \"tie_word_embeddings\": false | is missing"
            })
    void refusesConfigurationsItCantHonour(String from, String to, String reason)
            throws IOException {
        Path checkpoint = copy();
        edit(checkpoint, from, to);
        assertThatThrownBy(() -> importer().importCheckpoint(checkpoint, FP32))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(checkpoint.toString())
                .hasMessageContaining(reason);
    }

    @Test
    void readsTheOlderRopeKeysAlike() throws IOException {
        Path checkpoint = copy();
        byte[] graph = dataOf(importer().importCheckpoint(checkpoint, FP32));
        String text = Files.readString(checkpoint.resolve("config.json"));
        Files.writeString(
                checkpoint.resolve("config.json"),
                text.replaceFirst(
                        "\"rope_parameters\": \\{[^}]*\\}",
                        "\"rope_theta\": 10000.0, \"rope_scaling\": null"));
        assertThat(dataOf(importer().importCheckpoint(checkpoint, FP32))).isEqualTo(graph);
    }

    @Test
    void saysWhatIsMissingFromADirectory() {
        assertThatThrownBy(() -> importer().importCheckpoint(directory, FP32))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("has no .safetensors and no .gguf file");
        assertThatThrownBy(() -> importer().importCheckpoint(directory.resolve("no"), FP32))
                .hasMessageContaining("does not exist");
    }

    private CheckpointImporter importer() {
        return new CheckpointImporter(directory.resolve("cache"));
    }

    private Path copy() throws IOException {
        return Fixtures.copy("tiny-llama", directory.resolve("checkpoint"));
    }

    private static byte[] dataOf(ImportedModel model) throws IOException {
        return Files.readAllBytes(model.graph().resolveSibling("model.data"));
    }

    private static void edit(Path checkpoint, String from, String to) throws IOException {
        Path config = checkpoint.resolve("config.json");
        String text = Files.readString(config);
        assertThat(text).contains(from);
        Files.writeString(config, text.replace(from, to));
    }

    private static void flipLastByte(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.read(last, channel.size() - 1);
            last.put(0, (byte) (last.get(0) ^ 1));
            channel.write(last.flip(), channel.size() - 1);
        }
    }
}
