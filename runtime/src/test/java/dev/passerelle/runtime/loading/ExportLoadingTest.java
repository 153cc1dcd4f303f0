package dev.passerelle.runtime.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.Device;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.KvPrecision;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;
import dev.passerelle.runtime.ModelFacts.Task;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.PrefixCaching;
import dev.passerelle.runtime.PreparedGeneration;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.Sampling;
import dev.passerelle.runtime.Speculation;
import dev.passerelle.runtime.Tenant;
import dev.passerelle.runtime.TextGenerator;
import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// ONNX exports from their directory to their text.
@Timeout(60)
class ExportLoadingTest {

    private static final EngineOptions OPTIONS =
            new EngineOptions(3, 96, 8, Duration.ofMinutes(1), 8, 1, Precision.AS_STORED);

    @TempDir private Path directory;

    @Test
    void knowsThemFromTheirHeaders() {
        assertThat(runtime().facts(export("genai")))
                .isEqualTo(
                        new ModelFacts(
                                Task.TEXT_GENERATION, "llama", 123_200, 256, "fp32", 0, true));
        assertThat(runtime().facts(export("optimum")))
                .returns("llama", ModelFacts::architecture)
                .returns(256, ModelFacts::contextLength);
        assertThat(runtime().facts(export("optimum").resolve("onnx/model.onnx")))
                .isEqualTo(runtime().facts(export("optimum")));
        assertThat(runtime().facts(export("genai-fp16")).weightFormat()).isEqualTo("fp16");
    }

    @Test
    void countsTheCacheInTheTypeOfTheGraph() {
        MemoryEstimate inPlace = runtime().estimate(export("genai"), OPTIONS);
        // 2 layers of keys and values, 2 heads of 16 floats, 96 tokens, 3 slots and a spare one
        assertThat(inPlace.kvCache()).isEqualTo(2 * 2 * 2 * 16 * 4 * 96 * 4);
        assertThat(runtime().estimate(export("genai-fp16"), OPTIONS).kvCache())
                .isEqualTo(inPlace.kvCache() / 2);
        // and the one that the next run writes
        assertThat(runtime().estimate(export("optimum"), OPTIONS).kvCache())
                .isEqualTo(inPlace.kvCache() / 4 * 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"genai", "genai-fp16", "optimum", "merged"})
    void severalStreamsEachSayWhatTheyWouldAlone(String layout) throws InterruptedException {
        List<GenerationRequest> requests =
                List.of(
                        request("The licence", Sampling.GREEDY),
                        request("A work", sampled(1)),
                        request("You may copy and distribute this work", sampled(2)),
                        request("no", Sampling.GREEDY),
                        request("If you convey", sampled(3)));
        try (TextGenerator model = load(export(layout))) {
            List<String> alone = new ArrayList<>();
            for (GenerationRequest request : requests) {
                try (Generation generation = model.generate(request)) {
                    alone.add(text(generation));
                }
            }
            List<Generation> together = requests.stream().map(model::generate).toList();
            List<String> texts = new ArrayList<>();
            for (Generation generation : together) {
                texts.add(text(generation));
            }
            if (!layout.equals("genai-fp16")) {
                assertThat(texts).isEqualTo(alone);
            }
            assertThat(texts).allSatisfy(text -> assertThat(text).isNotEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"genai", "optimum"})
    void aSlotTakenAndGivenBackChangesNothing(String layout) throws InterruptedException {
        Tenant flood = new Tenant("flood", "k", 1, 0);
        try (TextGenerator model = load(export(layout))) {
            List<String> alone = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                try (Generation generation = model.generate(flooding(i))) {
                    alone.add(text(generation));
                }
            }
            List<Generation> running = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                running.add(start(model, flooding(i), flood));
            }
            for (int i = 0; i < 3; i++) {
                Tenant single = new Tenant("single" + i, "k", 1, 0);
                try (Generation generation =
                        start(model, request("Hello", Sampling.GREEDY), single)) {
                    assertThat(text(generation)).isNotEmpty();
                }
            }
            for (int i = 0; i < 5; i++) {
                assertThat(text(running.get(i))).isEqualTo(alone.get(i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"genai", "optimum"})
    void cancellingFreesTheSlot(String layout) throws InterruptedException {
        EngineOptions oneSlot =
                new EngineOptions(1, 256, 8, Duration.ofMinutes(1), 8, 1, Precision.AS_STORED);
        try (TextGenerator model =
                (TextGenerator) runtime().load(export(layout), oneSlot, _ -> {})) {
            // Its reader takes one event, so that it can't come to its end.
            Generation generation = model.generate(request("On", Sampling.GREEDY, 250));
            generation.next();
            generation.cancel();
            try (Generation next = model.generate(request("Hello", Sampling.GREEDY))) {
                assertThat(text(next)).isNotEmpty();
            }
            assertThatThrownBy(() -> text(generation))
                    .isInstanceOf(InferenceException.Cancelled.class);
        }
    }

    @Test
    void aGraphAmongSeveralMustBeNamed() throws IOException {
        Path copy = copied("optimum");
        Path q4 = copy.resolve("onnx/model_q4.onnx");
        Files.copy(copy.resolve("onnx/model.onnx"), q4);
        assertThat(runtime().facts(copy).architecture()).isEqualTo("llama");
        Files.move(copy.resolve("onnx/model.onnx"), copy.resolve("onnx/model_fp16.onnx"));
        assertThatThrownBy(() -> runtime().facts(copy))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("2 ONNX graphs and no model.onnx")
                .hasMessageContaining("model_fp16.onnx")
                .hasMessageContaining("model_q4.onnx");
        load(q4).close();
    }

    @Test
    void loadsASnapshotOfLinksWithExternalData() throws IOException {
        Path blobs = Files.createDirectory(directory.resolve("blobs"));
        Path snapshot = Files.createDirectory(directory.resolve("snapshot"));
        Path copy = copied("genai");
        for (Path file : files(copy)) {
            Path blob = Files.move(file, blobs.resolve("b" + file.getFileName()));
            Files.createSymbolicLink(snapshot.resolve(copy.relativize(file).toString()), blob);
        }
        load(snapshot).close();
        load(snapshot.resolve("model.onnx")).close();
    }

    @Test
    void refusesWhatAFinishedGraphCannotBecome() {
        assertThatThrownBy(() -> runtime().load(export("genai"), with(Precision.INT4), _ -> {}))
                .hasMessageContaining("can't be made int4")
                .hasMessageContaining("as-stored");
        assertThatThrownBy(() ->
                        runtime()
                                .load(
                                        export("genai"),
                                        with(new Device.Cuda(0), KvPrecision.FP32),
                                        _ -> {}))
                .hasMessageContaining("set device to cpu or auto");
        assertThatThrownBy(() ->
                        runtime()
                                .load(
                                        export("genai"),
                                        with(new Device.Cpu(), KvPrecision.INT8),
                                        _ -> {}))
                .hasMessageContaining("the graph has them as fp32");
    }

    @Test
    void anEncoderDecoderIsNoDecoder() throws IOException {
        Path copy = copied("optimum");
        Path config = copy.resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config).replaceFirst("\\{", "{\"is_encoder_decoder\": true,"));
        assertThatThrownBy(() -> runtime().facts(copy)).hasMessageContaining("is_encoder_decoder");
    }

    private static EngineOptions with(Precision precision) {
        return new EngineOptions(1, 64, 1, Duration.ofMinutes(1), 8, 1, precision);
    }

    private static EngineOptions with(Device device, KvPrecision kvPrecision) {
        return new EngineOptions(
                1,
                64,
                1,
                Duration.ofMinutes(1),
                8,
                1,
                Precision.AS_STORED,
                device,
                PrefixCaching.DEFAULT,
                Speculation.NONE,
                kvPrecision);
    }

    private Path copied(String layout) throws IOException {
        Path copy = directory.resolve("copy");
        Path source = export(layout);
        for (Path file : files(source)) {
            Path to = copy.resolve(source.relativize(file).toString());
            Files.createDirectories(to.resolveSibling(""));
            Files.copy(file, to);
        }
        return copy;
    }

    private static List<Path> files(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Path export(String layout) {
        return Fixtures.path("onnx-exports/" + layout);
    }

    private LocalRuntime runtime() {
        return new LocalRuntime(directory.resolve("imports"));
    }

    private TextGenerator load(Path checkpoint) {
        return (TextGenerator) runtime().load(checkpoint, OPTIONS, _ -> {});
    }

    private static Sampling sampled(long seed) {
        return new Sampling(1, 1, 0, 0, OptionalLong.of(seed));
    }

    private static GenerationRequest flooding(int i) {
        return request("The work " + i, sampled(i));
    }

    private static GenerationRequest request(String text, Sampling sampling) {
        return request(text, sampling, 40);
    }

    private static GenerationRequest request(String text, Sampling sampling, int tokens) {
        return new GenerationRequest(
                new Prompt.Text(new PromptText(text)),
                sampling,
                OptionalInt.of(tokens),
                List.of(),
                true,
                OptionalInt.empty());
    }

    private static Generation start(TextGenerator model, GenerationRequest request, Tenant tenant) {
        PreparedGeneration prepared = model.prepare(request, tenant);
        return prepared.start(prepared.maxTokens());
    }

    private static String text(Generation generation) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        while (true) {
            switch (generation.next()) {
                case GenerationEvent.Delta delta -> text.append(delta.text());
                case GenerationEvent.Finished _ -> {
                    return text.toString();
                }
                case GenerationEvent.Failed(InferenceException cause) -> throw cause;
                default -> throw new IllegalStateException("neither asked for tools nor scores");
            }
        }
    }
}
