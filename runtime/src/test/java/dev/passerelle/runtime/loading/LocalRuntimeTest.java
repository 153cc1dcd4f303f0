package dev.passerelle.runtime.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.BundledModel;
import dev.passerelle.runtime.ChatMessage;
import dev.passerelle.runtime.Device;
import dev.passerelle.runtime.Embedder;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.LoadedModel;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;
import dev.passerelle.runtime.ModelFacts.Task;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.Role;
import dev.passerelle.runtime.Sampling;
import dev.passerelle.runtime.TextGenerator;
import dev.passerelle.runtime.devices.DeviceUnavailableException;
import dev.passerelle.runtime.importer.CheckpointImporter;
import dev.passerelle.runtime.importer.Fixtures;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.ImportSettings.Activations;
import dev.passerelle.runtime.importer.gguf.GgufBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRuntimeTest {

    private static final EngineOptions OPTIONS =
            new EngineOptions(2, 64, 4, Duration.ofMinutes(1), 16, 1, Precision.AS_STORED);

    @TempDir private Path directory;

    @Test
    void namesTheArchitecturesItComputesItself() {
        assertThat(LocalRuntime.architectures())
                .contains(runtime().facts(Fixtures.path("tiny-llama")).architecture())
                .doesNotContain("mamba");
    }

    @Test
    void knowsTheBundledGenerator() {
        assertThat(runtime().facts(BundledModel.SMOLLM2))
                .isEqualTo(
                        new ModelFacts(
                                Task.TEXT_GENERATION, "llama", 134_515_008, 8192, "Q4_1", 0, true));
    }

    @Test
    void knowsTheBundledEmbedder() {
        ModelFacts facts = runtime().facts(BundledModel.BGE_SMALL);
        assertThat(facts)
                .isEqualTo(
                        new ModelFacts(
                                Task.EMBEDDING,
                                "bert",
                                facts.parameters(),
                                512,
                                "int8",
                                384,
                                false));
        // 33.36 million, and the scales of the quantised matrices
        assertThat(facts.parameters()).isBetween(33_000_000L, 33_500_000L);
    }

    @Test
    void loadsAnEmbedderInPhases() {
        List<LoadPhase> phases = new ArrayList<>();
        LoadedModel model =
                runtime().load(BundledModel.BGE_SMALL, EngineOptions.DEFAULT, phases::add);
        assertThat(model.healthy()).isTrue();
        model.close();
        assertThat(model.healthy()).isFalse();
        assertThat(phases).containsExactly(LoadPhase.LOADING, LoadPhase.WARMING_UP);
    }

    @Test
    void importsOnceAndSaysSo() {
        List<LoadPhase> phases = new ArrayList<>();
        load(Fixtures.path("tiny-llama"), phases).close();
        assertThat(phases)
                .containsExactly(LoadPhase.IMPORTING, LoadPhase.LOADING, LoadPhase.WARMING_UP);
        phases.clear();
        load(Fixtures.path("tiny-llama"), phases).close();
        assertThat(phases).containsExactly(LoadPhase.LOADING, LoadPhase.WARMING_UP);
    }

    @Test
    void estimatesTheWeightsThatAnImportWrites() throws IOException {
        for (Precision precision : Precision.values()) {
            CheckpointImporter importer = new CheckpointImporter(directory);
            long written =
                    importer.importCheckpoint(
                                    Fixtures.path("tiny-llama"),
                                    new ImportSettings(precision, Activations.INT8))
                            .shape()
                            .weightBytes();
            EngineOptions options =
                    new EngineOptions(2, 64, 4, Duration.ofMinutes(1), 16, 1, precision);
            MemoryEstimate estimate = runtime().estimate(Fixtures.path("tiny-llama"), options);
            assertThat(estimate.weights()).as("%s", precision).isEqualTo(written + written / 16);
            // 3 layers of keys and values, 2 heads of 16 floats, 64 tokens, 2 slots and a spare one
            assertThat(estimate.kvCache() - options.prefixCaching().bytes())
                    .isEqualTo(3 * 2 * 2 * 16 * 4 * 64 * 3);
        }
    }

    @Test
    void generatesAtW8a8() throws Exception {
        EngineOptions options =
                new EngineOptions(2, 64, 4, Duration.ofMinutes(1), 16, 1, Precision.W8A8);
        LoadedModel loaded = runtime().load(Fixtures.path("tiny-llama"), options, _ -> {});
        try (TextGenerator model = (TextGenerator) loaded;
                Generation generation = model.generate(hello())) {
            assertThat(last(generation)).isInstanceOf(GenerationEvent.Finished.class);
        }
    }

    @Test
    void w8a8IsNotForGpus() {
        EngineOptions options =
                new EngineOptions(2, 64, 4, Duration.ofMinutes(1), 16, 1, Precision.W8A8)
                        .on(new Device.Cuda(0));
        assertThatThrownBy(() -> runtime().load(Fixtures.path("tiny-llama"), options, _ -> {}))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContaining("cuda:0")
                .hasMessageContaining("w8a8");
    }

    @Test
    void knowsACheckpointThatIsLinks() throws IOException {
        Path snapshot = linked(Fixtures.path("tiny-llama"), directory.resolve("snapshot"));
        assertThat(runtime().facts(snapshot))
                .isEqualTo(runtime().facts(Fixtures.path("tiny-llama")))
                .returns(true, ModelFacts::chat)
                .returns("BF16", ModelFacts::weightFormat);
    }

    @Test
    void aModelOutlivesItsFiles() throws Exception {
        Path snapshot = linked(Fixtures.path("tiny-llama"), directory.resolve("snapshot"));
        try (TextGenerator model = (TextGenerator) load(snapshot, new ArrayList<>())) {
            deleteTree(snapshot);
            try (Generation generation = model.generate(hello())) {
                assertThat(last(generation)).isInstanceOf(GenerationEvent.Finished.class);
            }
        }
        Path encoder = linked(BundledModel.BGE_SMALL, directory.resolve("encoder"));
        try (Embedder model = (Embedder) load(encoder, new ArrayList<>())) {
            deleteTree(encoder);
            Embedder.Input text = new Embedder.Input.Text(new PromptText("Hello"));
            assertThat(model.embed(List.of(text)).vectors().getFirst()).hasSize(384);
        }
    }

    @Test
    void anOnnxFileBelongsToTheDirectoryAboveIt() throws IOException {
        Path snapshot = linked(BundledModel.BGE_SMALL, directory.resolve("snapshot"));
        Path graph = Files.createDirectory(snapshot.resolve("onnx")).resolve("model_int8.onnx");
        Files.move(snapshot.resolve("model.onnx"), graph);
        Files.delete(snapshot.resolve("modules.json"));
        assertThat(runtime().facts(graph)).isEqualTo(runtime().facts(BundledModel.BGE_SMALL));
        load(graph, new ArrayList<>()).close();
        Files.delete(snapshot.resolve("1_Pooling/config.json"));
        assertThatThrownBy(() -> runtime().facts(graph)).hasMessageContaining("1_Pooling");
        Files.delete(snapshot.resolve("config.json"));
        Files.delete(snapshot.resolve("tokenizer.json"));
        assertThatThrownBy(() -> runtime().facts(graph))
                .hasMessageContaining("config.json and tokenizer.json");
    }

    @Test
    void refusesAsLoadingDoes() throws IOException {
        Path checkpoint = Fixtures.copy("tiny-llama", directory.resolve("checkpoint"));
        Path config = checkpoint.resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("\"model_type\": \"llama\"", "\"model_type\": \"mamba\""));
        assertThatThrownBy(() -> runtime().facts(checkpoint)).hasMessageContaining("'mamba'");
        assertThatThrownBy(() -> runtime().estimate(checkpoint, EngineOptions.DEFAULT))
                .hasMessageContaining("'mamba'");
        assertThatThrownBy(() -> load(checkpoint, new ArrayList<>()))
                .hasMessageContaining("'mamba'");
    }

    @Test
    void refusesASplitGgufThatIsNotComplete() throws IOException {
        Path part = directory.resolve("model-00001-of-00003.gguf");
        Files.copy(Fixtures.gguf("Q8_0"), part);
        addTokenizer();
        assertThatThrownBy(() -> runtime().facts(part))
                .hasMessageContaining("model-00001-of-00003.gguf: is one of 3 parts")
                .hasMessageContaining("model-00002-of-00003.gguf is missing");
        assertThatThrownBy(() -> runtime().facts(directory)).hasMessageContaining("is missing");
    }

    @Test
    void refusesASplitGgufByItsMetadata() throws IOException {
        byte[] part =
                GgufBytes.header(0, 2)
                        .text("split.no")
                        .int32(4)
                        .int32(1)
                        .text("split.count")
                        .int32(4)
                        .int32(3)
                        .bytes();
        Path renamed = Files.write(directory.resolve("renamed.gguf"), part);
        addTokenizer();
        assertThatThrownBy(() -> runtime().facts(renamed))
                .hasMessageContaining("renamed.gguf: is part 2 of a GGUF split into 3 files");
        assertThatThrownBy(() -> load(renamed, new ArrayList<>()))
                .hasMessageContaining("is part 2 of a GGUF split into 3 files");
    }

    @Test
    void aLoneGgufBringsItsOwnTokenizerAndTemplate() throws Exception {
        Path gguf = Files.copy(Fixtures.gguf("Q8_0"), directory.resolve("model.gguf"));
        ModelFacts own = runtime().facts(gguf);
        assertThat(own.chat()).isTrue();
        assertThat(runtime().facts(directory)).isEqualTo(own);
        assertThat(runtime().estimate(gguf, EngineOptions.DEFAULT).arena()).isPositive();
        try (TextGenerator model = (TextGenerator) load(gguf, new ArrayList<>())) {
            Prompt chat =
                    new Prompt.Chat(List.of(new ChatMessage(Role.USER, new PromptText("Hi"))));
            GenerationRequest request =
                    new GenerationRequest(
                            chat,
                            Sampling.GREEDY,
                            OptionalInt.of(3),
                            List.of(),
                            true,
                            OptionalInt.empty());
            try (Generation generation = model.generate(request)) {
                while (!(generation.next() instanceof GenerationEvent.Finished)) {}
            }
        }
        addTokenizer();
        assertThat(runtime().facts(gguf).chat()).as("tokenizer.json goes first").isFalse();
    }

    @Test
    void refusesAGgufWhoseTokenizerIsNotKnown() throws IOException {
        byte[] gguf = Files.readAllBytes(Fixtures.gguf("Q8_0"));
        String latin = new String(gguf, StandardCharsets.ISO_8859_1);
        Path file =
                Files.write(
                        directory.resolve("model.gguf"),
                        latin.replaceFirst("gpt-2", "gpt-9").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> runtime().facts(file)).hasMessageContaining("'gpt-9'");
        assertThatThrownBy(() -> load(file, new ArrayList<>())).hasMessageContaining("'gpt-9'");
        addTokenizer();
        assertThat(runtime().facts(file).architecture()).isEqualTo("llama");
    }

    @Test
    void closesAModelWhoseLoaderGivesUp() {
        assertThatThrownBy(() ->
                        runtime()
                                .load(
                                        Fixtures.path("tiny-llama"),
                                        OPTIONS,
                                        LocalRuntimeTest::giveUpBeforeWarmUp))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("engine-llama");
    }

    private void addTokenizer() throws IOException {
        Files.copy(Fixtures.path("tiny-llama/tokenizer.json"), directory.resolve("tokenizer.json"));
    }

    private static void giveUpBeforeWarmUp(LoadPhase phase) {
        if (phase == LoadPhase.WARMING_UP) {
            throw new CancellationException();
        }
    }

    private LocalRuntime runtime() {
        return new LocalRuntime(directory.resolve("imports"));
    }

    private LoadedModel load(Path checkpoint, List<LoadPhase> phases) {
        return runtime().load(checkpoint, OPTIONS, phases::add);
    }

    private static GenerationRequest hello() {
        return new GenerationRequest(
                new Prompt.Text(new PromptText("Hello")),
                Sampling.GREEDY,
                OptionalInt.of(4),
                List.of(),
                true,
                OptionalInt.empty());
    }

    private static GenerationEvent last(Generation generation) throws InterruptedException {
        GenerationEvent event = generation.next();
        while (event instanceof GenerationEvent.Delta) {
            event = generation.next();
        }
        return event;
    }

    /// A directory of links to the files of another.
    private static Path linked(Path from, Path to) throws IOException {
        for (Path file : tree(from)) {
            Path link = to.resolve(from.relativize(file).toString());
            if (Files.isRegularFile(file)) {
                Files.createDirectories(link.resolveSibling(""));
                Files.createSymbolicLink(link, file.toAbsolutePath());
            }
        }
        return to;
    }

    private static void deleteTree(Path root) throws IOException {
        for (Path file : tree(root).reversed()) {
            Files.delete(file);
        }
    }

    private static List<Path> tree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.toList();
        }
    }
}
