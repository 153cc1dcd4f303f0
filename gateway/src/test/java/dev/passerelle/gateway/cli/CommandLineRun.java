package dev.passerelle.gateway.cli;

import dev.passerelle.registry.BundledModels;
import dev.passerelle.registry.ModelRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/// One run of the command line in a directory of its own, with nothing real behind it.
record CommandLineRun(int exitCode, String out, String err) {

    static final GatewayStarter NO_GATEWAY =
            (config, registry, home) -> {
                throw new AssertionError("not to be started");
            };
    static final ReferenceComparison NO_COMPARISON =
            (checkpoint, reference, settings, cache) -> {
                throw new AssertionError("not to be compared");
            };

    static CommandLineRun in(Path directory, String... arguments) {
        return in(directory, NO_GATEWAY, NO_COMPARISON, arguments);
    }

    static CommandLineRun in(
            Path directory,
            GatewayStarter starter,
            ReferenceComparison comparison,
            String... arguments) {
        var surroundings =
                new Surroundings(
                        Map.of("PASSERELLE_HOME", directory.resolve("home").toString()),
                        directory,
                        new ModelRegistry(new BundledModels(List.of(directory.resolve("bundled")))),
                        Terminal.NONE);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands =
                Passerelle.commands(surroundings, starter, comparison, _ -> () -> {})
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true));
        return new CommandLineRun(commands.execute(arguments), out.toString(), err.toString());
    }
}
