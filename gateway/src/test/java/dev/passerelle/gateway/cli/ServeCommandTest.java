package dev.passerelle.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.config.GatewayConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // set before each test
class ServeCommandTest {

    @TempDir Path directory;
    private final List<GatewayConfig> started = new ArrayList<>();
    private final List<Path> homes = new ArrayList<>();
    private Surroundings surroundings;
    private CountDownLatch loaded = new CountDownLatch(0);
    private int closed;

    @BeforeEach
    void surround() {
        surroundings = CommandLineRun.surroundings(directory);
    }

    @Test
    void servesTheFileOfTheWorkingDirectoryAndDrainsAtTheEnd() throws IOException {
        Files.writeString(directory.resolve("passerelle.yaml"), "server: { port: 1, host: '::1' }");

        var run = serve("--port", "2");

        assertThat(run.exitCode()).isZero();
        assertThat(started)
                .singleElement()
                .extracting(config -> config.server().port())
                .isEqualTo(2);
        assertThat(started.getFirst().server().host()).isEqualTo("::1");
        assertThat(homes).containsExactly(directory.resolve("home"));
        assertThat(closed).isOne();
    }

    @Test
    void refreshesNothingOffline() throws IOException {
        Files.writeString(
                directory.resolve("passerelle.yaml"),
                "models: [{ source: 'hf:org/tiny@main', refresh: 1h }]");
        surroundings =
                new Surroundings(
                        Map.of("HF_HUB_OFFLINE", "1"),
                        directory,
                        surroundings.registries(),
                        Terminal.NONE);

        serve();

        assertThat(started.getFirst().models().getFirst().refresh()).isNull();
    }

    @Test
    void takesTheNamedFile() throws IOException {
        Files.writeString(directory.resolve("passerelle.yaml"), "server: { port: 1 }");
        Path other = Files.writeString(directory.resolve("other.yaml"), "server: { port: 3 }");

        serve("--config", other.toString(), "--host", "localhost");

        assertThat(started.getFirst().server().port()).isEqualTo(3);
        assertThat(started.getFirst().server().host()).isEqualTo("localhost");
    }

    @Test
    void aWrongConfigurationIsOneLineAndExitCode1() throws IOException {
        Path file = Files.writeString(directory.resolve("passerelle.yaml"), "sever: { port: 1 }");

        var run = serve();

        assertThat(run.exitCode()).isOne();
        assertThat(run.err())
                .isEqualToIgnoringNewLines(
                        "passerelle: %s:1: sever.port is not a key; the nearest is server.port"
                                .formatted(file));
        assertThat(started).isEmpty();
    }

    @Test
    void aPortInUseIsExitCode1() {
        var run =
                CommandLineRun.in(
                        directory,
                        (config, registry, cache) -> {
                            throw new UncheckedIOException(
                                    new BindException("Address already in use"));
                        },
                        CommandLineRun.NO_COMPARISON,
                        "serve");

        assertThat(run.exitCode()).isOne();
        assertThat(run.err()).contains("Address already in use").doesNotContain("\tat ");
    }

    @Test
    void anUnexpectedFailureKeepsItsTrace() {
        var run =
                CommandLineRun.in(
                        directory,
                        (config, registry, cache) -> {
                            throw new IllegalStateException("odd");
                        },
                        CommandLineRun.NO_COMPARISON,
                        "serve");

        assertThat(run.exitCode()).isOne();
        assertThat(run.err()).contains("odd").contains("\tat ");
    }

    @Test
    void aSignalWhileModelsLoadEndsInOrder() {
        loaded = new CountDownLatch(1);

        var run = serve();

        assertThat(run.exitCode()).isZero();
        assertThat(closed).isOne();
    }

    @Test
    void isExitCode1WhenNoModelWorks() {
        var run =
                CommandLineRun.in(
                        directory,
                        (config, snapshots, home) ->
                                new Gateway() {
                                    @Override
                                    public void awaitReady() {
                                        throw new LocalGateway.ServeException(
                                                "no model could be loaded");
                                    }
                                },
                        CommandLineRun.NO_COMPARISON,
                        "serve");

        assertThat(run.exitCode()).isOne();
        assertThat(run.err()).contains("no model could be loaded");
        assertThat(closed).isOne();
    }

    private CommandLineRun serve(String... arguments) {
        List<String> words = new ArrayList<>(List.of("serve"));
        words.addAll(List.of(arguments));
        return CommandLineRun.in(
                surroundings,
                (config, snapshots, home) -> {
                    started.add(config);
                    homes.add(home);
                    return new Gateway();
                },
                CommandLineRun.NO_COMPARISON,
                () -> {}, // the operator wants it to end at once
                words.toArray(String[]::new));
    }

    private class Gateway implements GatewayStarter.Running {
        @Override
        public void apply(GatewayConfig config) {}

        @Override
        public URI uri() {
            return URI.create("http://127.0.0.1:1");
        }

        @Override
        public void awaitReady() throws InterruptedException {
            loaded.await();
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
