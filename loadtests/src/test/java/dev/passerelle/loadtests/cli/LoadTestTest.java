package dev.passerelle.loadtests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.ResultFile;
import dev.passerelle.loadtests.result.Results;
import dev.passerelle.loadtests.run.LoadRunException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LoadTestTest {
    private static final Resolver NAMES =
            host ->
                    switch (host) {
                        case "127.0.0.1", "localhost" ->
                                new InetAddress[] {
                                    InetAddress.getByAddress(new byte[] {127, 0, 0, 1})
                                };
                        case "both.example" ->
                                new InetAddress[] {
                                    InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                                    InetAddress.getByAddress(new byte[] {10, 0, 0, 1})
                                };
                        case "gpu.example" ->
                                new InetAddress[] {
                                    InetAddress.getByAddress(new byte[] {10, 0, 0, 1})
                                };
                        default -> throw new UnknownHostException(host);
                    };

    @TempDir Path directory;

    private final List<Scenario> ran = new ArrayList<>();
    private final List<Runnable> interrupts = new ArrayList<>();
    private @Nullable Result result = Results.mixed();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

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
        assertThat(interrupts).hasSize(1);
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
        result = null;

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
        assertThat(run("compare", a.toString(), "missing.json")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--nonsense",
                "nonsense",
                "--rate x",
                "--rate 2 --users 3",
                "--live --quiet",
                "compare a.json",
                "ci --rate 3",
                "stub --itl x",
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
        Runner runner =
                (scenario, _, stopping) -> {
                    ran.add(scenario);
                    stopping.accept(() -> {});
                    if (result == null) {
                        throw new LoadRunException("no server");
                    }
                    return result;
                };
        Surroundings surroundings =
                new Surroundings(
                        Map.of(),
                        NAMES,
                        runner,
                        interrupts::add,
                        new PrintStream(new ByteArrayOutputStream()),
                        false);
        CommandLine commands =
                LoadTest.commands(surroundings)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true));
        return commands.execute(arguments);
    }
}
