package dev.passerelle.registry.sync;

import static dev.passerelle.registry.sync.ModelBytes.safetensors;
import static dev.passerelle.registry.sync.ModelBytes.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.registry.BundledModels;
import dev.passerelle.registry.ModelRegistry;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.hub.FakeFile;
import dev.passerelle.registry.hub.FakeHub;
import dev.passerelle.registry.hub.RecordedRequest.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Pulls by processes of their own, killed or two at once.
@Timeout(120)
class InterruptedPullTest {

    private static final ModelSource.Hub SOURCE = new ModelSource.Hub("org/model", null, null);
    private static final int SHARDS = 6;
    private static final int SHARD = 1 << 18;
    private static final int KILLS = 20;
    private static final long BYTES_PER_SECOND = 1 << 20;

    @TempDir Path directory;
    private final FakeHub hub = new FakeHub();
    private String commit = "";

    @BeforeEach
    void aShardedModel() {
        Map<String, FakeFile> files = new LinkedHashMap<>();
        StringBuilder index = new StringBuilder("{\"weight_map\":{");
        for (int i = 1; i <= SHARDS; i++) {
            String name = "model-%05d-of-%05d.safetensors".formatted(i, SHARDS);
            files.put(name, FakeFile.large(safetensors(SHARD, i)));
            index.append(i == 1 ? "" : ",").append("\"w%d\":\"%s\"".formatted(i, name));
        }
        files.put("model.safetensors.index.json", FakeFile.small(index + "}}"));
        files.put("config.json", FakeFile.small(text("{}")));
        files.put("tokenizer.json", FakeFile.small(text("{\"a\":1}")));
        commit = hub.repository("org/model").push(files);
        hub.throttle(BYTES_PER_SECOND);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void killedAtAnyMomentLeavesTheOldStateOrTheNew() throws Exception {
        Random random = new Random(20);
        int unfinished = 0;
        Queue<Process> ready = new ArrayDeque<>(List.of(pull(), pull()));
        for (int kill = 0; kill < KILLS; kill++) {
            long moment = (long) (random.nextDouble() * SHARDS * SHARD / 3);
            Process process = ready.remove();
            begin(process);
            ready.add(pull());
            boolean ended = endsBefore(process, moment);
            process.destroyForcibly().waitFor();
            assertWhole();
            if (ended) {
                // begin anew, so that later kills interrupt something
                assertThat(registry().remove(SOURCE)).isPositive();
            } else {
                unfinished++;
            }
        }
        ready.forEach(Process::destroyForcibly);
        assertThat(unfinished).isGreaterThan(KILLS / 2);

        Snapshot snapshot = registry().pull(SOURCE, PullListener.SILENT);

        assertThat(snapshot.verified()).isTrue();
        assertThat(registry().verify(snapshot)).isEmpty();
        assertThat(snapshot.files()).hasSize(SHARDS + 3);
        assertThat(names(cache().resolve("models--org--model/snapshots"))).containsExactly(commit);
        assertThat(names(cache().resolve("models--org--model/blobs")))
                .allMatch(name -> name.matches("[0-9a-f]+"));
    }

    @Test
    void twoProcessesDownloadEachFileOnce() throws Exception {
        Process one = pull();
        Process other = pull();
        begin(one);
        begin(other);

        assertThat(output(one)).endsWith(commit);
        assertThat(output(other)).endsWith(commit);
        assertThat(
                        hub.requests(Server.STORAGE).stream()
                                .filter(request -> request.method().equals("GET"))
                                .filter(request -> request.range() == null))
                .hasSize(SHARDS);
        assertWhole();
        assertThat(registry().find(SOURCE).orElseThrow().verified()).isTrue();
    }

    /// Whatever is published is complete and right.
    private void assertWhole() throws Exception {
        ModelRegistry registry = registry();
        Path ref = cache().resolve("models--org--model/refs/main");
        registry.find(new ModelSource.Hub("org/model", commit, null))
                .ifPresentOrElse(
                        found -> assertThat(found.verify()).isEmpty(),
                        () ->
                                assertThat(
                                                cache().resolve("models--org--model/snapshots")
                                                        .resolve(commit))
                                        .doesNotExist());
        if (Files.exists(ref)) {
            assertThat(ref).hasContent(commit);
            assertThat(registry.find(SOURCE)).isPresent();
        }
    }

    /// Whether a process ends by itself before so many bytes have reached it.
    private static boolean endsBefore(Process process, long moment) throws IOException {
        BufferedReader output = process.inputReader();
        long received = 0;
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("received ")) {
                received += Long.parseLong(line.substring("received ".length()));
                if (received >= moment) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String output(Process process) throws InterruptedException {
        String last = process.inputReader().lines().reduce("", (_, line) -> line);
        assertThat(process.waitFor()).as("exit code after '%s'", last).isZero();
        return last;
    }

    private static void begin(Process process) throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    private Process pull() throws IOException {
        return PullProcess.start(hub.endpoint().toString(), cache(), home(), SOURCE.toString());
    }

    private ModelRegistry registry() {
        return ModelRegistry.of(
                new BundledModels(List.of()),
                Map.of(
                        "HF_ENDPOINT", hub.endpoint().toString(),
                        "HF_HUB_CACHE", cache().toString()),
                home(),
                Set.of());
    }

    private Path cache() {
        return directory.resolve("hub");
    }

    private Path home() {
        return directory.resolve("home");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.map(child -> directory.relativize(child).toString()).sorted().toList();
        }
    }
}
