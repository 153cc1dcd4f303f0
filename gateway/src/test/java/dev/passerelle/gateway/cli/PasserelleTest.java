package dev.passerelle.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasserelleTest {

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "models",
                "serve --nonsense",
                "serve --port http",
                "models check x",
                "models check x --reference y --precision fp8",
                "models check x --reference y --activations int4",
                "models remove",
                "models show",
                "models show a b",
                "models pull --config",
            })
    void wrongUsageIsExitCode2(String arguments) {
        var run = CommandLineRun.in(directory, words(arguments));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).containsAnyOf("Usage: passerelle", "Did you mean: passerelle");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "help",
                "--help",
                "help serve",
                "serve --help",
                "models --help",
                "models list --help",
                "models show --help",
                "models check --help",
                "models pull --help",
                "models lock --help",
                "models verify --help",
                "models remove --help",
                "doctor --help",
            })
    void helpIsOnStandardOutput(String arguments) {
        var run = CommandLineRun.in(directory, words(arguments));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: passerelle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version"})
    void tellsItsVersionAndJavas(String arguments) {
        var run = CommandLineRun.in(directory, words(arguments));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("passerelle ").contains("Java " + Runtime.version());
    }

    @Test
    void loadTestsAreListedThoughTheLauncherStartsThem() {
        assertThat(CommandLineRun.in(directory, "--help").out()).contains("loadtest");

        var run = CommandLineRun.in(directory, "loadtest", "--rate", "2");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("./passerelle loadtest");
    }

    private static String[] words(String arguments) {
        return arguments.isEmpty() ? new String[0] : arguments.split(" ");
    }
}
