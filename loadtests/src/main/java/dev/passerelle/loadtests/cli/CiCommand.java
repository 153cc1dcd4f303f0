package dev.passerelle.loadtests.cli;

import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.plan.reading.ScenarioReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The load test of a pipeline: always the same, short, and every request must succeed.
@Command(
        name = "ci",
        description = {
            "Runs a short fixed load test: 2 requests a second for 10 seconds, 64 tokens of prompt and 16 of answer.",
            "Fails if a request did, or if --slo is not met.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CiCommand implements Callable<Integer> {
    private static final Map<String, String> FIXED =
            Map.ofEntries(
                    Map.entry("--arrivals", "constant"),
                    Map.entry("--rate", "2"),
                    Map.entry("--duration", "10s"),
                    Map.entry("--warm-up", "1s"),
                    Map.entry("--drain", "20s"),
                    Map.entry("--timeout", "20s"),
                    Map.entry("--requests", "100"),
                    Map.entry("--in-flight", "100"),
                    Map.entry("--prompt-tokens", "64"),
                    Map.entry("--output-tokens", "16"));

    private static final Set<String> FREE =
            Set.of(
                    "--url",
                    "--model",
                    "--key",
                    "--key-env",
                    "--key-file",
                    "--header",
                    "--endpoint",
                    "--no-stream",
                    "--slo",
                    "--slo-share",
                    "--metrics",
                    "--no-metrics",
                    "--name",
                    "--seed");

    private final Surroundings surroundings;

    @Mixin private final OutputOptions output = new OutputOptions();

    @Spec private @Nullable CommandSpec command;

    private CiCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static CommandLine command(Surroundings surroundings) {
        CommandLine command = new CommandLine(new CiCommand(surroundings));
        ScenarioFlags.add(command, flag -> FREE.contains(flag.name()));
        return command;
    }

    @Override
    public Integer call() {
        CommandSpec spec = LoadTest.spec(command);
        Map<String, List<String>> flags = new LinkedHashMap<>(ScenarioFlags.given(spec));
        flags.putIfAbsent("--name", List.of("ci"));
        FIXED.forEach((name, value) -> flags.put(name, List.of(value)));
        Scenario scenario = new ScenarioReader(surroundings.environment()).read(null, flags);
        return new LoadTestSession(surroundings, output, spec)
                .run(scenario, result -> Verdict.flawless(result, scenario.slo()));
    }
}
