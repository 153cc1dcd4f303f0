package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.cli.doctor.Diagnosis;
import dev.passerelle.gateway.cli.doctor.DiagnosisText;
import dev.passerelle.gateway.cli.doctor.Machine;
import dev.passerelle.gateway.config.ConfigException;
import dev.passerelle.registry.hub.HubSettings;
import dev.passerelle.runtime.loading.LocalRuntime;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Says what the program finds here, what it can do with it and what should be mended.
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Look at the machine: processors, memory, GPUs, ONNX Runtime, directories, limits.",
            "Says what this build can do here and how to mend what is wrong. Exit code 1 if",
            "something keeps it from serving. Nothing is started, nobody is asked."
        })
final class DoctorCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin private final CommandOptions options = new CommandOptions();

    DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path user = Path.of(System.getProperty("user.home"));
        Diagnosis diagnosis =
                Diagnosis.of(
                        Version.number(),
                        Machine.ofProcess(),
                        LocalRuntime::devices,
                        surroundings.home(),
                        HubSettings.from(surroundings.variables(), user).cache(),
                        configuration());
        options.print(diagnosis, DiagnosisText.of(diagnosis));
        return diagnosis.problems().isEmpty()
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }

    private Optional<String> configuration() {
        try {
            surroundings.config(options.config(), Map.of());
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
