package dev.passerelle.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.registry.BundledModels;
import dev.passerelle.registry.ModelRegistry;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.Snapshots;
import dev.passerelle.registry.hub.FakeFile;
import dev.passerelle.registry.hub.FakeHub;
import dev.passerelle.registry.hub.Fault;
import dev.passerelle.registry.sync.ModelBytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The commands on models, against a hub on loopback.
class HubModelsTest {

    private static final String NAME = "org/tiny";
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir Path directory;
    private final FakeHub hub = new FakeHub();
    private final List<Snapshots> served = new ArrayList<>();
    private final List<GatewayConfig> configs = new ArrayList<>();
    private String first = "";

    @BeforeEach
    void aConfiguredModel() throws IOException {
        first = push(1);
        configure("models: [{ id: tiny, source: 'hf:org/tiny@main' }]");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void pullsAndTellsWhereThenDownloadsNothing() {
        CommandLineRun run = run("models", "pull", "--json");

        JsonNode model = json(run).get(0);
        assertThat(run.exitCode()).isZero();
        assertThat(model.get("id").stringValue()).isEqualTo("tiny");
        assertThat(model.get("commit").stringValue()).isEqualTo(first);
        assertThat(model.get("verified").booleanValue()).isTrue();
        assertThat(model.get("file_count").intValue()).isEqualTo(4);
        assertThat(Path.of(model.get("directory").stringValue()).resolve("model.safetensors"))
                .isRegularFile();
        assertThat(run.err()).containsPattern("tiny: \\d files, .*: downloaded ");

        hub.clearRequests();
        CommandLineRun again = run("models", "pull");

        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains(first.substring(0, 12)).contains(" yes ");
        assertThat(again.err()).contains("nothing to download");
        assertThat(hub.requests()).noneMatch(request -> request.target().contains("/resolve/"));
    }

    @Test
    void aFailingModelDoesNotKeepOthersFromBeingPulled() {
        CommandLineRun run = run("models", "pull", "hf:org/none", "tiny");

        assertThat(run.exitCode()).isOne();
        assertThat(run.err()).contains("passerelle: hf:org/none: ").doesNotContain("\tat ");
        assertThat(run.out()).contains("failed").contains(first.substring(0, 12));
    }

    @Test
    void quietIsQuiet() {
        assertThat(run("models", "pull", "--quiet").err()).isEmpty();
    }

    @Test
    void listsShowsAndVerifies() throws IOException {
        assertThat(run("models", "list").out()).containsPattern("tiny +hf:org/tiny@main .*missing");
        assertThat(run("models", "verify").exitCode()).isOne();
        run("models", "pull");

        assertThat(run("models", "list").out()).contains("complete");
        assertThat(json(run("models", "list", "--all", "--json"))).hasSize(1);
        CommandLineRun shown = run("models", "show", "tiny");
        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out())
                .contains("commit      " + first)
                .contains("licence     apache-2.0")
                .containsPattern("config.json +\\d+ +git-sha1:[0-9a-f]{40}")
                .containsPattern("model.safetensors +\\d+ +sha256:[0-9a-f]{64}");
        assertThat(json(run("models", "show", "hf:org/tiny@main", "--json")).get("files"))
                .hasSize(4);
        assertThat(run("models", "verify").exitCode()).isZero();

        flip("model.safetensors");
        CommandLineRun verified = run("models", "verify");

        assertThat(verified.exitCode()).isOne();
        assertThat(verified.out())
                .containsPattern(
                        "tiny: damaged: model.safetensors: is sha256:[0-9a-f]{64}, expected sha256:[0-9a-f]{64}");
        assertThat(json(run("models", "verify", "--all", "--json")).get(0).get("damages"))
                .hasSize(1);
        assertThat(run("models", "pull").exitCode()).isZero();
        assertThat(run("models", "verify").exitCode()).isZero();
    }

    @Test
    void aLockedModelStaysUntilItIsUpdated() throws IOException {
        assertThat(run("models", "lock", "--check").exitCode()).isOne();
        assertThat(run("models", "lock").exitCode()).isZero();
        byte[] locked = Files.readAllBytes(lockfile());
        assertThat(lockfile()).content().contains(first).contains("\"licence\": \"apache-2.0\"");
        String second = push(2);

        assertThat(run("models", "lock", "--check").exitCode()).isZero();
        assertThat(commit(run("models", "pull", "--json"))).isEqualTo(first);
        assertThat(run("models", "lock").out()).contains("models.lock: unchanged");
        assertThat(Files.readAllBytes(lockfile())).isEqualTo(locked);

        CommandLineRun check = run("models", "lock", "--check", "--update");
        assertThat(check.exitCode()).isOne();
        assertThat(check.out())
                .contains("tiny: commit is %s, models.lock has %s".formatted(second, first));
        assertThat(Files.readAllBytes(lockfile())).isEqualTo(locked);
        assertThat(commit(run("models", "pull", "--update", "--json"))).isEqualTo(second);
        assertThat(run("models", "lock", "--update").out()).contains("moved");
        assertThat(lockfile()).content().contains(second).doesNotContain(first);
    }

    @Test
    void removesWithoutAskingOnlyWhenTold() {
        run("models", "pull");

        assertThat(run("models", "remove", "tiny").exitCode()).isEqualTo(2);
        assertThat(run("models", "list").out()).contains("complete");
        CommandLineRun removed = run("models", "remove", "tiny", "--yes");

        assertThat(removed.exitCode()).isZero();
        assertThat(removed.out()).containsPattern("hf:org/tiny@main: [1-9][0-9.]* k?B freed");
        assertThat(run("models", "list").out()).contains("missing");
    }

    @Test
    void asksBeforeItRemoves() {
        run("models", "pull");

        assertThat(asked("n").exitCode()).isOne();
        assertThat(run("models", "list").out()).contains("complete");
        assertThat(asked("y").exitCode()).isZero();
    }

    @Test
    void removesOnlyWhatWasPulled() {
        CommandLineRun run = run("models", "remove", "bundled:x", "--yes");

        assertThat(run.exitCode()).isOne();
        assertThat(run.err()).contains("bundled:x: only what was pulled from a hub");
    }

    @Test
    void servesLockedFilesOnly() throws Exception {
        assertDrift("there is no such file, which --locked needs");
        run("models", "lock");

        assertThat(run("serve", "--locked").exitCode()).isZero();
        push(2);
        run("models", "pull", "--update");
        assertThat(served.getLast().find(source()).map(Snapshot::revision)).contains(first);
        assertThat(run("serve").exitCode()).isZero();
        assertThat(served.getLast().find(source()).map(Snapshot::revision)).contains(first);
    }

    @Test
    void missingFilesOfALockedCommitArePulledAtThatCommit() throws Exception {
        run("models", "lock");
        push(2);
        run("models", "remove", "tiny", "--yes");

        CommandLineRun serve = run("serve", "--locked");
        assertThat(serve.exitCode()).isZero();
        assertThat(serve.err()).contains("tiny: 4 files").contains("downloaded");
        assertThat(served.getLast().find(source()).map(Snapshot::revision)).contains(first);
    }

    @Test
    void aCheckOfSomeModelsSaysNothingOfOthers() throws IOException {
        run("models", "lock");
        configure(
                "models: [{ id: tiny, source: 'hf:org/tiny@main' }, { id: new, source: 'hf:org/new' }]");

        assertThat(run("models", "lock", "--check", "tiny").exitCode()).isZero();
        CommandLineRun all = run("models", "lock", "--check");
        assertThat(all.exitCode()).isOne();
        assertThat(all.out()).contains("new: has no entry in models.lock");
    }

    @Test
    void aLockedModelIsNeverRefreshed() throws IOException {
        configure("models: [{ id: tiny, source: 'hf:org/tiny@main', refresh: 1h }]");
        run("serve");
        assertThat(configs.getLast().models().getFirst().refresh()).isEqualTo(Duration.ofHours(1));
        run("models", "lock");
        served.clear();
        run("serve");
        assertThat(configs.getLast().models().getFirst().refresh()).isNull();
    }

    @Test
    void everyDriftIsAnError() throws IOException {
        run("models", "lock");

        configure("models: [{ id: other, source: 'hf:org/tiny@main' }]");
        assertDrift("other: has no entry in models.lock");
        assertDrift("tiny: is locked, but is no model of the configuration");
        configure("models: [{ id: tiny, source: 'hf:org/tiny' }]");
        assertDrift("tiny: source is hf:org/tiny, models.lock has hf:org/tiny@main");
        configure(
                "models: [{ id: tiny, source: 'hf:org/tiny@main', engine: { precision: fp32 } }]");
        assertDrift("tiny: import setting precision is fp32, models.lock has as-stored");

        configure("models: [{ id: tiny, source: 'hf:org/tiny@main' }]");
        flip("README.md");
        assertDrift("tiny: README.md is git-sha1:");
        run("models", "pull");
        String text = Files.readString(lockfile());
        Files.writeString(lockfile(), text.replaceFirst("\"size\": \\d+", "\"size\": 7"));
        assertDrift("models.lock has 7");
        Files.writeString(lockfile(), text.replaceFirst("git-sha1:.", "git-sha1:x"));
        assertDrift("models.lock: models.tiny.files[0].digest: ");
    }

    @Test
    void anEndedPullSaysWhatIsKept() {
        CommandLineRun run = endedWhileItPulls("models", "pull");

        assertThat(run.exitCode()).isOne();
        assertThat(run.err())
                .containsPattern("passerelle: interrupted; tiny: .* are on disk and need not");
        hub.clearFaults();
        assertThat(run("models", "pull").exitCode()).isZero();
    }

    @Test
    void aSignalWhileLockedFilesArePulledEndsInOrder() {
        run("models", "lock");
        run("models", "remove", "tiny", "--yes");
        CommandLineRun run = endedWhileItPulls("serve", "--locked");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).doesNotContain("\tat ");
        assertThat(served).isEmpty();
    }

    private CommandLineRun endedWhileItPulls(String... arguments) {
        hub.fault(NAME, "model.safetensors", 9, new Fault.Stall(2000));
        CommandLineRun run =
                run(
                        Terminal.NONE,
                        () -> {
                            while (hub.stalled() == 0) {
                                LockSupport.parkNanos(1_000_000);
                            }
                        },
                        arguments);
        hub.releaseStalls();
        return run;
    }

    private void assertDrift(String what) {
        served.clear();
        CommandLineRun run = run("serve", "--locked");
        assertThat(run.exitCode()).isOne();
        assertThat(run.err()).contains(what).doesNotContain("\tat ");
        assertThat(served).isEmpty();
    }

    private String push(int seed) {
        return hub.repository(NAME)
                .push(
                        Map.of(
                                "config.json", FakeFile.small("{\"model_type\":\"llama\"}"),
                                "tokenizer.json", FakeFile.small("{}"),
                                "README.md",
                                        FakeFile.small("---\nlicense: apache-2.0\n---\n# Tiny\n"),
                                "model.safetensors",
                                        FakeFile.large(ModelBytes.safetensors(5000, seed))));
    }

    private void configure(String text) throws IOException {
        Files.writeString(directory.resolve("passerelle.yaml"), text);
    }

    /// Changes the last byte of a file's blob.
    private void flip(String file) throws IOException {
        Path blob =
                directory
                        .resolve("cache/models--org--tiny/snapshots")
                        .resolve(first)
                        .resolve(file)
                        .toRealPath();
        byte[] bytes = Files.readAllBytes(blob);
        bytes[bytes.length - 2] ^= 1;
        Files.delete(blob);
        Files.write(blob, bytes);
    }

    private Path lockfile() {
        return directory.resolve("models.lock");
    }

    private static ModelSource source() {
        return ModelSource.parse("hf:org/tiny@main", Path.of("/"));
    }

    private static JsonNode json(CommandLineRun run) {
        return JSON.readTree(run.out());
    }

    private static String commit(CommandLineRun run) {
        return json(run).get(0).get("commit").stringValue();
    }

    private CommandLineRun asked(String answer) {
        Terminal terminal =
                new Terminal() {
                    @Override
                    public OptionalInt columns() {
                        return OptionalInt.of(80);
                    }

                    @Override
                    public Optional<String> ask(String question) {
                        return Optional.of(answer);
                    }
                };
        return run(terminal, CommandLineRun.NEVER, "models", "remove", "tiny");
    }

    private CommandLineRun run(String... arguments) {
        Termination wish =
                arguments[0].equals("serve") ? this::gatewayStarted : CommandLineRun.NEVER;
        return run(Terminal.NONE, wish, arguments);
    }

    /// Ends a server once there is one.
    private void gatewayStarted() {
        while (served.isEmpty()) {
            LockSupport.parkNanos(1_000_000);
            if (Thread.interrupted()) {
                return;
            }
        }
    }

    private CommandLineRun run(Terminal terminal, Termination wish, String... arguments) {
        return CommandLineRun.in(
                surroundings(terminal),
                (config, snapshots, cache) -> {
                    configs.add(config);
                    served.add(snapshots);
                    return new Gateway();
                },
                CommandLineRun.NO_COMPARISON,
                wish,
                arguments);
    }

    private Surroundings surroundings(Terminal terminal) {
        Map<String, String> variables =
                Map.of(
                        "PASSERELLE_HOME", directory.resolve("home").toString(),
                        "HF_ENDPOINT", hub.endpoint().toString(),
                        "HF_HOME", directory.resolve("hf").toString(),
                        "HF_HUB_CACHE", directory.resolve("cache").toString());
        ModelRegistry registry =
                ModelRegistry.of(
                        new BundledModels(List.of()),
                        variables,
                        directory.resolve("home"),
                        Set.of());
        return new Surroundings(variables, directory, () -> registry, terminal);
    }

    private record Gateway() implements GatewayStarter.Running {
        @Override
        public void apply(GatewayConfig config) {}

        @Override
        public URI uri() {
            return URI.create("http://127.0.0.1:1");
        }

        @Override
        public void awaitReady() {}

        @Override
        public void close() {}
    }
}
