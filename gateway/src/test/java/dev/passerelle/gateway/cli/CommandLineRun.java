package dev.passerelle.gateway.cli;

import dev.passerelle.registry.BundledModels;
import dev.passerelle.registry.ModelRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;

/// One run of the command line in a directory of its own, with nothing real behind it.
record CommandLineRun(int exitCode, String out, String err) {

    static final GatewayStarter NO_GATEWAY =
            (config, snapshots, home) -> {
                throw new AssertionError("not to be started");
            };
    static final ReferenceComparison NO_COMPARISON =
            (checkpoint, reference, settings, cache) -> {
                throw new AssertionError("not to be compared");
            };

    /// Nobody ends the program.
    static final Termination NEVER = () -> new CountDownLatch(1).await();

    static CommandLineRun in(Path directory, String... arguments) {
        return in(directory, NO_GATEWAY, NO_COMPARISON, arguments);
    }

    static CommandLineRun in(
            Path directory,
            GatewayStarter starter,
            ReferenceComparison comparison,
            String... arguments) {
        return in(surroundings(directory), starter, comparison, NEVER, arguments);
    }

    static CommandLineRun in(
            Surroundings surroundings,
            GatewayStarter starter,
            ReferenceComparison comparison,
            Termination termination,
            String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands =
                Passerelle.commands(surroundings, starter, comparison, _ -> termination)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true));
        return new CommandLineRun(commands.execute(arguments), out.toString(), err.toString());
    }

    static Surroundings surroundings(Path directory) {
        var registry = new ModelRegistry(new BundledModels(List.of(directory.resolve("bundled"))));
        return new Surroundings(
                Map.of("PASSERELLE_HOME", directory.resolve("home").toString()),
                directory,
                () -> registry,
                Terminal.NONE);
    }
}
