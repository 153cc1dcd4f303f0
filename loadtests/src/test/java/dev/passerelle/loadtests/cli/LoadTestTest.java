package dev.passerelle.loadtests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.result.ResultFile;
import dev.passerelle.loadtests.result.Results;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadTestTest {
    @TempDir Path directory;

    private final Shell shell = new Shell();
    private final List<Scenario> ran = shell.ran;
    private final StringWriter out = shell.out;
    private final StringWriter err = shell.err;

    @Test
    void aDryRunPrintsThePlanAndSendsNothing() {
        int code = run("--dry-run", "--rate", "10", "--key", "secret", "--arrivals", "constant");

        assertThat(code).isZero();
        assertThat(ran).isEmpty();
        assertThat(out.toString())
                .contains("nothing was sent")
                .contains("url http://127.0.0.1:8080/v1")
                .contains("model (the only one the server lists)")
                .contains("0.100 s, 0.200 s")
                .contains("300 requests in 30 s, 38400 tokens of prompts and 19200 of answers")
                .contains("api keys     1")
                .doesNotContain("secret");
    }

    @Test
    void aDryRunOfAClosedLoopKnowsNoSums() {
        assertThat(run("--dry-run", "--users", "3", "--json")).isZero();
        assertThat(out.toString())
                .contains("\"users\" : 3")
                .contains("\"first_arrivals\" : [ ]")
                .contains("\"expected\" : { }");
    }

    @Test
    void aValueMayBeNamedLikeACommand() {
        assertThat(run("--dry-run", "--model=stub", "--name", "docs")).isZero();
        assertThat(out.toString()).contains("model stub");
    }

    @Test
    void aRunPrintsItsSummaryAndWritesItsFiles() {
        Path stem = directory.resolve("new").resolve("run");

        assertThat(run("--model", "m", "--out", stem.toString(), "--quiet")).isZero();
        assertThat(ran).hasSize(1);
        assertThat(shell.interrupts).hasSize(1);
        assertThat(out.toString()).contains("TTFT").contains("Written: " + stem + ".json");
        assertThat(ResultFile.read(Path.of(stem + ".json")).name())
                .isEqualTo(Results.mixed().name());
        assertThat(Path.of(stem + ".html")).isNotEmptyFile();
        assertThat(Path.of(stem + ".csv")).isNotEmptyFile();
    }

    @Test
    void jsonIsAllThereIsOnStandardOutput() {
        assertThat(run("--model", "m", "--json", "--plain")).isZero();
        assertThat(out.toString()).startsWith("{").contains("\"version\" : 1").endsWith("}\n");
    }

    @Test
    void filesThatCantBeWrittenAreToldBeforeTheRun() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThat(run("--model", "m", "--out", file.resolve("a.json").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("a.json can't be written: its directory can't be made");
        assertThat(ran).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu.example", "both.example"})
    void aTargetElsewhereNeedsAWord(String host) {
        String url = "http://" + host + "/v1";

        assertThat(run("--model", "m", "--url", url)).isEqualTo(2);
        assertThat(err.toString())
                .contains(host + " is not this machine")
                .contains("add --i-own-this-target");
        assertThat(ran).isEmpty();
        assertThat(run("--model", "m", "--url", url, "--i-own-this-target")).isZero();
        assertThat(ran).hasSize(1);
    }

    @Test
    void metricsElsewhereNeedAWordToo() {
        assertThat(run("--model", "m", "--metrics", "http://gpu.example/metrics")).isEqualTo(2);
        assertThat(err.toString()).contains("target.metrics: gpu.example is not this machine");
        assertThat(run("--model", "m", "--url", "http://nowhere.example/v1")).isEqualTo(2);
        assertThat(err.toString()).contains("the host nowhere.example is not known");
    }

    @Test
    void aRunThatCantBeginIsExitCode1AndLeavesNoFile() {
        shell.result = null;

        assertThat(run("--model", "m", "--csv", directory.resolve("a.csv").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("passerelle loadtest: no server");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void strictJudgesObjectives() {
        assertThat(run("--model", "m", "--slo", "ttft=1ms", "--slo-share", "1")).isZero();
        assertThat(run("--model", "m", "--slo", "ttft=1ms", "--slo-share", "1", "--strict"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("of requests met the objectives, 100.0 % must");
    }

    @Test
    void ciFailsIfARequestDid() {
        assertThat(run("ci", "--model", "m", "--quiet")).isEqualTo(1);
        assertThat(err.toString()).contains("failed: ").contains(" failed, ");
        assertThat(ran.getFirst().bounds().requests()).isEqualTo(100);
    }

    @Test
    void compareJudgesRegressions() {
        Path a = directory.resolve("a.json");
        Path b = directory.resolve("b.json");
        ResultFile.write(Results.scaled(1, 1), a);
        ResultFile.write(Results.scaled(2, 2), b);

        assertThat(run("compare", a.toString(), b.toString())).isZero();
        assertThat(run("compare", a.toString(), b.toString(), "--max-regression", "5%"))
                .isEqualTo(1);
        assertThat(run("compare", a.toString(), b.toString(), "--max-regression", "five"))
                .isEqualTo(2);
    }

    @Test
    void aResultThatIsMissingIsNoRegression() {
        Path a = directory.resolve("a.json");
        ResultFile.write(Results.scaled(1, 1), a);

        assertThat(run("compare", a.toString(), "missing.json")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no file missing.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stub", "ci", "compare", "docs", "help"})
    void valuesMayBeCalledLikeCommands(String name) {
        assertThat(run("--model", name, "--name", name, "--quiet")).isZero();
        assertThat(ran.getFirst().traffic().getFirst().model()).isEqualTo(name);
        assertThat(ran.getFirst().name()).isEqualTo(name);
    }

    @Test
    void aTraceIsAsLongAsItsRequestsAndAllOfItIsMeasured() throws IOException {
        String trace =
                Files.writeString(
                                directory.resolve("azure.csv"),
                                """
                                TIMESTAMP,ContextTokens,GeneratedTokens
                                2023-11-16 18:17:03.9799600,374,44
                                2023-11-16 18:17:04.0319600,396,109
                                2023-11-16 18:17:05.9799600,879,55
                                """)
                        .toString();

        assertThat(run("--model", "m", "--trace", trace, "--duration", "10m")).isZero();
        assertThat(ran.getFirst().bounds().duration()).isEqualTo(Duration.ofMillis(2_001));
        assertThat(ran.getFirst().bounds().warmUp()).isZero();
        assertThat(run("--model", "m", "--trace", trace, "--warm-up", "3s")).isEqualTo(2);
        assertThat(err.toString()).contains("warm-up is 3.0 s, and the trace lasts 2.001 s");
    }

    @Test
    void aWrongLineOfATraceIsToldBeforeTheRun() throws IOException {
        Path trace = directory.resolve("t.csv");
        Files.writeString(trace, "time,prompt_tokens,output_tokens\n0,1,1\n1,x,1\n");

        assertThat(run("--model", "m", "--trace", trace.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("line 3: holds 'x'");
        assertThat(ran).isEmpty();
    }

    @Test
    void wrongUsageIsToldInAFewLines() {
        assertThat(run("--no-stream=false")).isEqualTo(2);
        assertThat(err.toString())
                .contains("'--no-stream'")
                .contains("See: passerelle loadtest --help")
                .hasLineCount(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--nonsense",
                "nonsense",
                "--rate x",
                "--rate 2 --users 3",
                "--live --quiet",
                "ci --live --quiet",
                "compare a.json",
                "compare a.json b.json c.json",
                "ci --rate 3",
            })
    void wrongUsageIsExitCode2(String arguments) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isNotEmpty();
        assertThat(ran).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "help", "ci --help", "compare --help", "stub --help", "help ci"})
    void helpIsOnStandardOutput(String arguments) {
        assertThat(run(arguments.split(" "))).isZero();
        assertThat(out.toString()).contains("Usage: passerelle loadtest");
    }

    private int run(String... arguments) {
        return shell.run(arguments);
    }
}
