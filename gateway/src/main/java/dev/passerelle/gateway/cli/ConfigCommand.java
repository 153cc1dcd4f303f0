package dev.passerelle.gateway.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Looks at configurations.
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Check a configuration.",
        synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {

    private ConfigCommand() {}

    static CommandLine commands(Surroundings surroundings) {
        return new CommandLine(new ConfigCommand()).addSubcommand(new ConfigCheck(surroundings));
    }
}
