package dev.passerelle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.backend.InProcessRuntime;
import dev.passerelle.gateway.backend.LifecycleListener.RefreshOutcome;
import dev.passerelle.gateway.backend.LocalModels;
import dev.passerelle.gateway.backend.MemoryBudget;
import dev.passerelle.gateway.backend.ModelLease;
import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.backend.Timing;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.registry.BundledModels;
import dev.passerelle.registry.ModelRegistry;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.hub.FakeFile;
import dev.passerelle.registry.hub.FakeHub;
import dev.passerelle.registry.hub.HubClient;
import dev.passerelle.registry.hub.HubSettings;
import dev.passerelle.registry.store.HubCache;
import dev.passerelle.registry.sync.ExternalFiles;
import dev.passerelle.registry.sync.ModelSync;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.Sampling;
import dev.passerelle.runtime.TextGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A tiny model from a hub on loopback, with everything real: pulled, imported, chatting, swapped
/// under running generations, and served again without the hub.
@Timeout(60)
class HubModelTest {
    private static final String HELLO =
            "{\"model\":\"tiny\",\"max_tokens\":4,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final int STREAMS = 8;
    private static final int TOKENS = 200;

    /// Silent, since the hub is away on purpose; held because loggers are weakly referenced.
    private static final Logger QUIET = Logger.getLogger("dev.passerelle.gateway.backend");

    @TempDir Path directory;

    @Test
    void isPulledSwappedUnderRunningGenerationsAndServedOffline() throws Exception {
        QUIET.setLevel(Level.OFF);
        String second;
        try (FakeHub hub = new FakeHub()) {
            String first = hub.repository("org/tiny").push(files("one"));
            try (LocalModels models = models(hub)) {
                ServedModels served = new ServedModels(models.served());
                models.start();
                models.awaitStart();
                String before = chat(models);
                assertThat(revision(served)).isEqualTo(first);

                List<ModelLease<TextGenerator>> leases = new ArrayList<>();
                List<Generation> running = new ArrayList<>();
                for (int i = 0; i < STREAMS; i++) {
                    leases.add(served.generator("tiny"));
                    running.add(leases.getLast().model().generate(request()));
                }
                second = hub.repository("org/tiny").push(files("two"));
                assertThat(models.refresh("tiny").get()).isEqualTo(RefreshOutcome.SWAPPED);
                assertThat(revision(served)).isEqualTo(second);
                assertThat(chat(models)).isNotEqualTo(before);
                for (Generation generation : running) {
                    assertThat(tokens(generation)).isEqualTo(TOKENS);
                }
                leases.forEach(lease -> assertThat(lease.revision()).isEqualTo(first));
                leases.forEach(ModelLease::close);

                hub.remove("org/tiny");
                assertThat(models.refresh("tiny").get()).isEqualTo(RefreshOutcome.FAILED);
                assertThat(chat(models)).isNotEqualTo(before);
            }
        }
        try (FakeHub gone = new FakeHub();
                LocalModels models = models(gone)) {
            ServedModels served = new ServedModels(models.served());
            models.start();
            models.awaitStart();
            assertThat(chat(models)).isNotEmpty();
            assertThat(revision(served)).isEqualTo(second);
            assertThat(gone.requests()).isEmpty();
        }
    }

    private LocalModels models(FakeHub hub) {
        Map<String, String> environment =
                Map.of(
                        "HF_ENDPOINT", hub.endpoint().toString(),
                        "HF_HOME", directory.resolve("huggingface").toString());
        HubSettings settings = HubSettings.from(environment, directory);
        ModelSync sync =
                new ModelSync(
                        new HubClient(settings),
                        new HubCache(settings.cache()),
                        directory.resolve("home"),
                        new ExternalFiles(),
                        ModelSync.Surroundings.ofProcess(settings.offline(), Set.of()));
        ModelConfig config =
                new ModelConfig(
                        "tiny",
                        new ModelSource.Hub("org/tiny", null, null),
                        new EngineOptions(
                                STREAMS,
                                256,
                                16,
                                Duration.ofMinutes(1),
                                128,
                                1,
                                Precision.AS_STORED));
        return new LocalModels(
                List.of(config),
                new ModelRegistry(new BundledModels(List.of()), sync),
                new InProcessRuntime(directory.resolve("imports")),
                new MemoryBudget(1L << 30),
                Timing.real(Duration.ofSeconds(10)));
    }

    /// The fingerprint of an answer over HTTP.
    private static String chat(LocalModels models) {
        try (var gateway = TestingGateway.of(models.served())) {
            var answer = gateway.post("/v1/chat/completions", HELLO);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return TestingGateway.json(answer).get("system_fingerprint").stringValue();
        }
    }

    private static String revision(ServedModels served) {
        try (var lease = served.generator("tiny")) {
            return lease.revision();
        }
    }

    private static GenerationRequest request() {
        return new GenerationRequest(
                new Prompt.Tokens(new int[] {5, 6, 7}),
                Sampling.GREEDY,
                OptionalInt.of(TOKENS),
                List.of(),
                true,
                OptionalInt.empty());
    }

    private static int tokens(Generation generation) throws InterruptedException {
        while (true) {
            switch (generation.next()) {
                case GenerationEvent.Delta _ -> {}
                case GenerationEvent.Finished(var _, var usage) -> {
                    return usage.completionTokens();
                }
                case GenerationEvent.Failed(var cause) -> throw cause;
                case GenerationEvent other -> throw new AssertionError("not asked for: " + other);
            }
        }
    }

    private static Map<String, FakeFile> files(String readme) throws IOException {
        Map<String, FakeFile> files = new LinkedHashMap<>();
        for (String name :
                List.of(
                        "config.json",
                        "generation_config.json",
                        "tokenizer.json",
                        "tokenizer_config.json",
                        "chat_template.jinja")) {
            files.put(name, FakeFile.small(bytes(name)));
        }
        files.put("model.safetensors", FakeFile.large(bytes("model.safetensors")));
        files.put("README.md", FakeFile.small("# " + readme));
        return files;
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = HubModelTest.class.getResourceAsStream("/tiny-llama/" + name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
