package dev.passerelle.gateway.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.config.ConfigLoader;
import dev.passerelle.gateway.config.DeploymentConfig.Upstream;
import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.config.ModelRoute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
    private static final String ONE =
            "models: [{ id: one, deployments: [{ base-url: 'http://h' }] }]";
    private static final String TWO = ONE.replace("one", "two");

    @TempDir Path directory;
    private final List<GatewayConfig> applied = new ArrayList<>();
    private Path file = Path.of("");

    @BeforeEach
    void file() {
        file = directory.resolve("passerelle.yaml");
        write(ONE);
    }

    @Test
    void takesAFileThatHasChangedAndSettled() {
        Reload reload = reload();
        twoLooks(reload);
        write(TWO);

        reload.look();
        assertThat(applied).isEmpty();
        reload.look();

        assertThat(ids()).containsExactly("two");
        assertThat(reload.lastError()).isEmpty();
    }

    @Test
    void leavesWhatHasNotChanged() {
        Reload reload = reload();
        twoLooks(reload);
        write(ONE + "\n# a remark\n");
        twoLooks(reload);
        reload.now();

        assertThat(applied).isEmpty();
    }

    @Test
    void noticesAChangeBetweenTheStartAndTheFirstLook() {
        Reload reload = reload();
        write(TWO);
        twoLooks(reload);

        assertThat(ids()).containsExactly("two");
    }

    @Test
    void keepsTheOldOneWhileTheNewOneIsWrong() {
        Reload reload = reload();
        twoLooks(reload);
        write("models: [{ id: two, depl");
        twoLooks(reload);

        assertThat(applied).isEmpty();
        assertThat(reload.lastError())
                .hasValueSatisfying(error -> assertThat(error).contains("yaml:1: not YAML"));

        write(TWO);
        twoLooks(reload);
        assertThat(ids()).containsExactly("two");
        assertThat(reload.lastError()).isEmpty();
    }

    @Test
    void forgetsAnErrorThatIsTakenBack() {
        Reload reload = reload();
        write("x: 1");
        twoLooks(reload);
        write(ONE);
        twoLooks(reload);

        assertThat(reload.lastError()).isEmpty();
        assertThat(applied).isEmpty();
    }

    @Test
    void refusesAMissingFileUntilItIsBack() throws IOException {
        Reload reload = reload();
        twoLooks(reload);
        Files.delete(file);
        twoLooks(reload);
        assertThat(reload.lastError()).isPresent();

        write(TWO);
        twoLooks(reload);
        assertThat(ids()).containsExactly("two");
    }

    @Test
    void takesASecretsFileThatHasChanged() throws IOException {
        Path key = Files.writeString(directory.resolve("key"), "first");
        write(ONE.replace("'http://h'", "'http://h', api-key-file: key"));
        Reload reload = reload();
        twoLooks(reload);

        Files.writeString(key, "second\n");
        twoLooks(reload);

        assertThat(applied).hasSize(1);
        assertThat(applied.getFirst().routes().getFirst().deployments().getFirst())
                .isInstanceOfSatisfying(
                        Upstream.class,
                        upstream -> assertThat(upstream.apiKey()).isEqualTo("second"));
    }

    @Test
    void takesASecretsFileThatComesLate() throws IOException {
        Reload reload = reload();
        twoLooks(reload);
        write(TWO.replace("'http://h'", "'http://h', api-key-file: key"));
        twoLooks(reload);
        assertThat(reload.lastError()).isPresent();

        Files.writeString(directory.resolve("key"), "late");
        reload.look();
        assertThat(ids()).containsExactly("two");
    }

    @Test
    void refusesAModelThatWouldHaveToRunHere() {
        Reload reload = reload();
        write("models: [{ source: 'bundled:a' }]");
        twoLooks(reload);

        assertThat(applied).isEmpty();
        assertThat(reload.lastError())
                .hasValue("models[a].source: the model doesn't run yet; restart to load it");
    }

    @Test
    void refusesWhatCannotBeApplied() {
        Reload reload =
                new Reload(
                        () -> loader().read(file, Map.of()),
                        loader().read(file, Map.of()),
                        _ -> {
                            throw new IllegalStateException("hunter2");
                        });
        write(TWO);
        twoLooks(reload);

        assertThat(reload.lastError()).hasValue("it can't be applied: IllegalStateException");
    }

    @Test
    void reloadsAtOnceWhenAsked() throws InterruptedException {
        BlockingQueue<GatewayConfig> queue = new ArrayBlockingQueue<>(4);
        try (Reload reload =
                new Reload(
                        () -> loader().read(file, Map.of()),
                        loader().read(file, Map.of()),
                        queue::add)) {
            write(TWO);
            reload.start();
            reload.request();

            GatewayConfig config = queue.poll(20, TimeUnit.SECONDS);
            assertThat(config).isNotNull();
            assertThat(config.routes()).extracting(ModelRoute::id).containsExactly("two");
        }
    }

    private static void twoLooks(Reload reload) {
        reload.look();
        reload.look();
    }

    private Reload reload() {
        return new Reload(
                () -> loader().read(file, Map.of()), loader().read(file, Map.of()), applied::add);
    }

    private static ConfigLoader loader() {
        return new ConfigLoader(Map.of());
    }

    private List<String> ids() {
        return applied.stream()
                .flatMap(config -> config.routes().stream())
                .map(ModelRoute::id)
                .toList();
    }

    private void write(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
