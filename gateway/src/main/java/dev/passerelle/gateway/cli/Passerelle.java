package dev.passerelle.gateway.cli;

import dev.passerelle.registry.BundledModels;
import dev.passerelle.registry.ModelRegistry;
import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.runtime.check.ReferenceCheck;
import dev.passerelle.runtime.loading.LocalRuntime;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The program. Exit codes: 0 done, 1 failed, 2 wrong usage.
@Command(
        name = "passerelle",
        description = "A gateway that offers open-weights models behind an OpenAI-compatible API.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = CommandLine.HelpCommand.class)
public final class Passerelle {

    private Passerelle() {}

    public static void main(String[] args) {
        Logging.configure();
        Map<String, String> variables = System.getenv();
        Surroundings surroundings =
                new Surroundings(
                        variables,
                        Path.of(""),
                        once(() -> registry(variables)),
                        new ProcessTerminal(variables));
        CommandLine commands =
                commands(surroundings, LocalGateway::start, ReferenceCheck::run, Signals::install);
        System.exit(commands.execute(args));
    }

    /// Made when a command asks for it: most say something useful without.
    private static ModelRegistry registry(Map<String, String> variables) {
        try {
            return ModelRegistry.of(
                    BundledModels.ofProcess(),
                    variables,
                    Surroundings.home(variables),
                    LocalRuntime.architectures());
        } catch (IllegalArgumentException e) {
            throw new ModelSourceException(String.valueOf(e.getMessage()));
        }
    }

    private static <T> Supplier<T> once(Supplier<T> making) {
        AtomicReference<@Nullable T> made = new AtomicReference<>();
        return () -> {
            T value = made.get();
            if (value == null) {
                value = making.get();
                made.set(value);
            }
            return value;
        };
    }

    /// The command line with everything it calls.
    static CommandLine commands(
            Surroundings surroundings,
            GatewayStarter starter,
            ReferenceComparison comparison,
            Termination.Installer termination) {
        CommandLine commands =
                new CommandLine(new Passerelle())
                        .addSubcommand(new ServeCommand(surroundings, starter, termination))
                        .addSubcommand(
                                ModelsCommand.commands(surroundings, comparison, termination))
                        .addSubcommand(KeysCommand.commands(surroundings))
                        .addSubcommand(new UsageCommand(surroundings))
                        .addSubcommand(ConfigCommand.commands(surroundings))
                        .addSubcommand(
                                new CommandLine(new LoadTestCommand())
                                        .setUnmatchedArgumentsAllowed(true))
                        .addSubcommand(new DoctorCommand(surroundings))
                        .addSubcommand(new VersionCommand())
                        .setExecutionExceptionHandler(new Failures());
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        return commands;
    }
}
