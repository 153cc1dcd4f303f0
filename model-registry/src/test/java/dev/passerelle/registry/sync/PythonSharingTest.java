package dev.passerelle.registry.sync;

import static dev.passerelle.registry.sync.ModelBytes.random;
import static dev.passerelle.registry.sync.ModelBytes.safetensors;
import static dev.passerelle.registry.sync.ModelBytes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.passerelle.registry.BundledModels;
import dev.passerelle.registry.ModelRegistry;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.hub.FakeFile;
import dev.passerelle.registry.hub.FakeHub;
import dev.passerelle.registry.store.CacheLock;
import dev.passerelle.registry.store.HubCache;
import dev.passerelle.registry.store.LockTimeoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One cache for Python's `huggingface_hub` and this. Skipped without a Python that has it: the one
/// that `HF_PYTHON` names, or `python3`.
@Timeout(60)
class PythonSharingTest {

    private static final ModelSource.Hub SOURCE = new ModelSource.Hub("org/model", null, null);
    private static final Path SCRIPT =
            Path.of("../clients/hub-cache/share.py").toAbsolutePath().normalize();

    @TempDir Path directory;
    private Path cache;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final MemoryHub hub = new MemoryHub();
    private ModelRegistry registry;

    @BeforeEach
    void aModelAndAPython() throws Exception {
        assumeTrue(
                succeeds("import huggingface_hub"),
                "there is no Python with huggingface_hub; name one with HF_PYTHON");
        cache = directory.resolve("hub");
        files.put("config.json", text("{\"model_type\":\"llama\"}"));
        files.put("tokenizer.json", text("{}"));
        files.put("model.safetensors", safetensors(200_000, 1));
        hub.put("org/model", "main", files);
        registry =
                new ModelRegistry(
                        new BundledModels(List.of()),
                        new ModelSync(
                                hub,
                                new HubCache(cache),
                                directory.resolve("home"),
                                new ExternalFiles(),
                                new ModelSync.Surroundings(
                                        false,
                                        _ -> Long.MAX_VALUE,
                                        Duration.ofMillis(300),
                                        InstantSource.system(),
                                        Set.of())));
    }

    @Test
    void pythonReadsWhatWeWrote() throws Exception {
        Snapshot snapshot = registry.pull(SOURCE, PullListener.SILENT);

        Process python = python("http://127.0.0.1:1", "read", cache.toString(), "org/model");

        assertThat(output(python)).endsWith(snapshot.directory() + "\n");
        assertThat(python.waitFor()).isZero();
    }

    @Test
    void weReadWhatPythonWroteWithoutADownload() throws Exception {
        try (FakeHub fake = new FakeHub()) {
            Map<String, FakeFile> served = new LinkedHashMap<>();
            files.forEach((path, bytes) ->
                    served.put(
                            path,
                            path.endsWith(".safetensors")
                                    ? FakeFile.large(bytes)
                                    : FakeFile.small(bytes)));
            String commit = fake.repository("org/model").push(served);
            Process python =
                    python(fake.endpoint().toString(), "fill", cache.toString(), "org/model");
            assertThat(output(python)).contains("models--org--model/snapshots/" + commit);

            Snapshot found = registry.find(SOURCE).orElseThrow();
            assertThat(found.revision()).isEqualTo(commit);
            assertThat(found.verified()).isFalse();
            assertThat(registry.cached()).containsExactly(found);
            ModelSource.Hub pinned = new ModelSource.Hub("org/model", commit, null);
            assertThat(registry.pull(pinned, PullListener.SILENT).verified()).isTrue();
            assertThat(registry.find(SOURCE).orElseThrow().verified()).isTrue();
            assertThat(hub.takeDownloaded()).isEmpty();
        }
    }

    @Test
    void aSnapshotThatPythonDidNotFinishIsIncomplete() throws Exception {
        try (FakeHub fake = new FakeHub()) {
            Map<String, FakeFile> served = new LinkedHashMap<>();
            files.forEach((path, bytes) -> served.put(path, FakeFile.small(bytes)));
            String commit = fake.repository("org/model").push(served);
            output(
                    python(
                            fake.endpoint().toString(),
                            "fill",
                            cache.toString(),
                            "org/model",
                            commit,
                            "config.json",
                            "*.safetensors"));

            assertThat(registry.find(new ModelSource.Hub("org/model", commit, null))).isEmpty();
        }
    }

    @Test
    void aDownloadOfPythonsKeepsUsWaiting() throws Exception {
        Snapshot snapshot = registry.pull(SOURCE, PullListener.SILENT);
        Path weights = snapshot.directory().resolve("model.safetensors").toRealPath();
        Path lock =
                cache.resolve(".locks/models--org--model").resolve(weights.getFileName() + ".lock");
        Files.delete(weights);
        Process python = python("http://127.0.0.1:1", "hold", lock.toString());
        assertThat(python.inputReader().readLine()).isEqualTo("held");

        assertThatThrownBy(() -> registry.pull(SOURCE, PullListener.SILENT))
                .isInstanceOf(LockTimeoutException.class)
                .hasMessageContaining("" + python.pid());
        python.getOutputStream().close();
        assertThat(python.waitFor()).isZero();
        assertThat(registry.pull(SOURCE, PullListener.SILENT).verified()).isTrue();
    }

    @Test
    void aDownloadOfOursKeepsPythonWaiting() throws Exception {
        Path lock = directory.resolve("x.lock");
        Process python;
        try (CacheLock _ = CacheLock.acquire(lock, Duration.ZERO)) {
            assertThat(
                            succeeds(
                                    "from huggingface_hub.utils import WeakFileLock\n"
                                            + "with WeakFileLock(r'%s', timeout=0.3): pass"
                                                    .formatted(lock)))
                    .isFalse();
            python = python("http://127.0.0.1:1", "hold", lock.toString());
        }
        assertThat(python.inputReader().readLine()).isEqualTo("held");
        python.getOutputStream().close();
        assertThat(python.waitFor()).isZero();
    }

    @Test
    void bothAtOnceEndWithOneSoundCache() throws Exception {
        try (FakeHub fake = new FakeHub()) {
            Map<String, FakeFile> served = new LinkedHashMap<>();
            files.forEach((path, bytes) -> served.put(path, FakeFile.small(bytes)));
            for (int i = 0; i < 8; i++) {
                served.put("config_%d.json".formatted(i), FakeFile.large(random(100_000, i)));
            }
            fake.repository("org/model").push(served);
            fake.throttle(1 << 20);
            ModelRegistry real =
                    ModelRegistry.of(
                            new BundledModels(List.of()),
                            Map.of(
                                    "HF_ENDPOINT",
                                    fake.endpoint().toString(),
                                    "HF_HUB_CACHE",
                                    cache.toString()),
                            directory.resolve("home"),
                            Set.of());
            String endpoint = fake.endpoint().toString();
            Process python = python(endpoint, "fill", cache.toString(), "org/model");

            Snapshot snapshot = real.pull(SOURCE, PullListener.SILENT);

            assertThat(output(python)).endsWith(snapshot.directory() + "\n");
            assertThat(python.waitFor()).isZero();
            assertThat(snapshot.verified()).isTrue();
            assertThat(real.verify(snapshot)).isEmpty();
        }
    }

    private static boolean succeeds(String code) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(interpreter(), "-c", code).redirectErrorStream(true).start();
            process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String interpreter() {
        return System.getenv().getOrDefault("HF_PYTHON", "python3");
    }

    private Process python(String endpoint, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(interpreter(), SCRIPT.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("HF_ENDPOINT", endpoint);
        builder.environment().put("HF_HOME", directory.resolve("python").toString());
        return builder.start();
    }

    private static String output(Process process) throws IOException {
        return new String(
                process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
