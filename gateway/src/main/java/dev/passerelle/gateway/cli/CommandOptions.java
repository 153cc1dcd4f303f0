package dev.passerelle.gateway.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// What commands have in common: their options, and where they print.
final class CommandOptions {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration; default passerelle.yaml here, if there is one.")
    private @Nullable Path config;

    @Option(names = "--json", description = "JSON on standard output.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Nullable Path config() {
        return config;
    }

    boolean json() {
        return json;
    }

    /// Prints a result: as JSON if that was asked for, else as text.
    void print(Object result, Iterable<String> text) {
        if (json) {
            printJson(result);
        } else {
            text.forEach(out()::println);
            out().flush();
        }
    }

    void printJson(Object result) {
        out().println(JSON.writeValueAsString(result));
        out().flush();
    }

    PrintWriter out() {
        return commandLine().getOut();
    }

    PrintWriter err() {
        return commandLine().getErr();
    }

    /// Says what is wrong, as any failure of the program.
    void complain(String message) {
        err().println("passerelle: " + message);
        err().flush();
    }

    CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("run by picocli only");
        }
        return spec.commandLine();
    }
}
