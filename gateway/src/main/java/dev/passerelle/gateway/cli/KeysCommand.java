package dev.passerelle.gateway.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Looks after API keys, whether or not a server runs.
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Create, list, revoke and rotate API keys.",
        synopsisSubcommandLabel = "COMMAND")
final class KeysCommand {

    private KeysCommand() {}

    static CommandLine commands(Surroundings surroundings) {
        return new CommandLine(new KeysCommand())
                .addSubcommand(new KeysCreate(surroundings))
                .addSubcommand(new KeysList(surroundings))
                .addSubcommand(new KeysRevoke(surroundings))
                .addSubcommand(new KeysRotate(surroundings));
    }
}
