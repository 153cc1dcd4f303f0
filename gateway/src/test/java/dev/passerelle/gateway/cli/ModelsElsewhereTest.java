package dev.passerelle.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `models` says of those that are served elsewhere only.
class ModelsElsewhereTest {
    @TempDir private Path directory;

    @BeforeEach
    void twoDeployments() throws IOException {
        write(
                """
                models:
                  - id: gpt
                    deployments:
                      - { base-url: "https://api.example.com/v1", name: main, region: fr-par, api-key: sk-secret }
                      - { base-url: "https://other.example.com/v1", name: spare }
                """);
    }

    @Test
    void listsThemWithTheirDeployments() {
        var run = CommandLineRun.in(directory, "models", "list");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .containsPattern("ID +SOURCE .* +STATE +DIRECTORY +DEPLOYMENTS\n")
                .containsPattern("gpt +- .* +elsewhere +- +main \\(fr-par\\), spare\n");
    }

    @Test
    void listsThemAsJson() {
        var run = CommandLineRun.in(directory, "models", "list", "--json");

        assertThat(run.out())
                .isEqualTo(
                        "[{\"id\":\"gpt\",\"state\":\"elsewhere\",\"deployments\":[{\"name\":\"main\",\"region\":\"fr-par\"},{\"name\":\"spare\"}]}]\n");
    }

    @Test
    void listsDeploymentsBesideTheFilesOfAModelThatRunsHereToo() throws IOException {
        Files.createDirectories(directory.resolve("bundled/Chat"));
        Files.writeString(directory.resolve("bundled/Chat/w.gguf"), "abc");
        write(
                """
                models:
                  - source: bundled:Chat
                    deployments: [ { base-url: "http://127.0.0.1:1/v1", name: far } ]
                """);

        assertThat(CommandLineRun.in(directory, "models", "list").out())
                .containsPattern("chat +bundled:Chat .* complete +\\S+/bundled/Chat +far\n");
        assertThat(CommandLineRun.in(directory, "models", "list", "--json").out())
                .contains("\"source\":\"bundled:Chat\"", "\"deployments\":[{\"name\":\"far\"}]");
    }

    @Test
    void showsOne() {
        var run = CommandLineRun.in(directory, "models", "show", "gpt");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .isEqualTo(
                        """
                        id          gpt
                        state       elsewhere
                        deployments main (fr-par), spare
                        """);
        assertThat(CommandLineRun.in(directory, "models", "show", "gpt", "--json").out())
                .startsWith("{\"id\":\"gpt\",\"state\":\"elsewhere\",\"deployments\":[");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pull", "verify", "lock", "remove", "check --reference r.json"})
    void saysThatThereAreNoFilesOfOne(String command) {
        var run = CommandLineRun.in(directory, ("models " + command + " gpt").split(" "));

        assertThat(run.exitCode()).isOne();
        assertThat(run.err())
                .isEqualToIgnoringNewLines(
                        "passerelle: the model 'gpt' is served elsewhere, by its deployments: it has no files here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pull", "verify", "verify --all", "lock", "lock --check"})
    void hasNothingToDoWhereNoModelRunsHere(String command) {
        CommandLineRun.in(directory, "models", "lock");
        var run = CommandLineRun.in(directory, ("models " + command).split(" "));

        assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
    }

    @Test
    void namesThemAmongTheModelsThatThereAre() {
        assertThat(CommandLineRun.in(directory, "models", "show", "other").err())
                .contains("there is no model 'other'; there are gpt");
    }

    private void write(String config) throws IOException {
        Files.writeString(directory.resolve("passerelle.yaml"), config);
    }
}
