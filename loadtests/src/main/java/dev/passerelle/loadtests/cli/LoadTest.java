package dev.passerelle.loadtests.cli;

import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.plan.reading.ScenarioReader;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Load tests from the command line. Exit codes: 0 done, 1 failed, 2 wrong usage.
@Command(
        name = "passerelle loadtest",
        description = {
            "Puts load on an OpenAI-compatible API and says what its users would see.",
            "Latencies count from when a request was meant to begin.",
            ""
        },
        synopsisHeading = "Usage: ",
        customSynopsis = {
            "passerelle loadtest [SCENARIO.yaml] [FLAGS]",
            "       passerelle loadtest COMMAND [FLAGS]"
        },
        optionListHeading = "%nOutput:%n",
        commandListHeading = "%nCommands:%n",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 done; 1 failed; 2 wrong usage.",
            "For example: passerelle loadtest --model smollm2-135m-instruct --rate 2 --slo ttft=500ms"
        },
        subcommands = CommandLine.HelpCommand.class)
public final class LoadTest implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(
            arity = "0..1",
            paramLabel = "SCENARIO",
            description = "A scenario in YAML; flags win over it.")
    private @Nullable Path scenario;

    @Mixin private final OutputOptions output = new OutputOptions();

    @Option(names = "--dry-run", description = "Prints the plan and sends nothing.")
    private boolean dryRun;

    @Option(
            names = "--strict",
            description =
                    "Fails too when the client was the bottleneck, objectives were missed or the run was interrupted.")
    private boolean strict;

    @Spec private @Nullable CommandSpec command;

    private LoadTest(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        if (System.getProperty("java.util.logging.config.file") == null) {
            Logger.getLogger("").setLevel(Level.WARNING);
        }
        System.exit(commands(Surroundings.ofProcess()).execute(args));
    }

    /// The command line with everything it calls.
    static CommandLine commands(Surroundings surroundings) {
        CommandLine commands = new CommandLine(new LoadTest(surroundings));
        ScenarioFlags.add(commands, _ -> true);
        commands.addSubcommand(CiCommand.command(surroundings))
                .addSubcommand(new CompareCommand())
                .addSubcommand(new DocsCommand())
                .addSubcommand(new StubCommand(surroundings));
        return commands.setExecutionExceptionHandler(new Failures())
                .setParameterExceptionHandler(new WrongUsage())
                .setAllowSubcommandsAsOptionParameters(true)
                .setUsageHelpAutoWidth(true)
                .setAllowSubcommandsAsOptionParameters(true)
                .setExpandAtFiles(false);
    }

    @Override
    public Integer call() {
        CommandSpec spec = spec(command);
        Scenario read =
                new ScenarioReader(surroundings.environment())
                        .read(scenario, ScenarioFlags.given(spec));
        LoadTestSession session = new LoadTestSession(surroundings, output, spec);
        return dryRun
                ? session.plan(read)
                : session.run(
                        read,
                        result ->
                                strict
                                        ? Verdict.strict(result, read.slo())
                                        : Verdict.usual(result));
    }

    static CommandSpec spec(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("run by picocli only");
        }
        return spec;
    }
}
