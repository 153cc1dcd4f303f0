package dev.passerelle.gateway.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Stands in the usage for a program of its own, which the launcher starts in place of this one.
@Command(
        name = "loadtest",
        description = {
            "Puts load on an OpenAI-compatible API and says what its users would see.",
            "The launcher starts it apart from the gateway; its flags: ./passerelle loadtest --help"
        },
        mixinStandardHelpOptions = true)
final class LoadTestCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("run by picocli only");
        }
        spec.commandLine()
                .getErr()
                .println("passerelle: loadtest is a program of its own; run ./passerelle loadtest");
        return CommandLine.ExitCode.USAGE;
    }
}
