package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.admin.WireKey;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Ends a key.
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "End an API key at once.")
final class KeysRevoke implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin private final CommandOptions options = new CommandOptions();

    @Parameters(paramLabel = "ID", description = "Its id, or its prefix sk-pas-ID.")
    private String id = "";

    KeysRevoke(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        WireKey key =
                new AdminAccess(surroundings, options.config()).call(admin -> admin.revoke(id));
        options.print(key, List.of("%s (%s) is %s".formatted(key.id(), key.name(), key.status())));
        return 0;
    }
}
