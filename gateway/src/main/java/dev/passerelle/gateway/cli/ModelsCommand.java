package dev.passerelle.gateway.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Looks after models without a server.
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Pull, lock, verify, list and remove models.",
        synopsisSubcommandLabel = "COMMAND")
final class ModelsCommand {

    private ModelsCommand() {}

    static CommandLine commands(
            Surroundings surroundings,
            ReferenceComparison comparison,
            Termination.Installer termination) {
        return new CommandLine(new ModelsCommand())
                .addSubcommand(new ModelsPull(surroundings, termination))
                .addSubcommand(new ModelsLock(surroundings, termination))
                .addSubcommand(new ModelsVerify(surroundings))
                .addSubcommand(new ModelsList(surroundings))
                .addSubcommand(new ModelsShow(surroundings))
                .addSubcommand(new ModelsRemove(surroundings))
                .addSubcommand(new ModelsCheck(surroundings, comparison));
    }
}
