package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.admin.WireKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Puts a new key in an old one's place.
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Create a key like another, which ends after a while.")
final class KeysRotate implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin private final CommandOptions options = new CommandOptions();

    @Parameters(paramLabel = "ID", description = "The old key's id, or its prefix sk-pas-ID.")
    private String id = "";

    @Option(
            names = "--overlap",
            paramLabel = "SPAN",
            defaultValue = "24h",
            description = "How long the old key counts yet; default ${DEFAULT-VALUE}.")
    private String overlap = "";

    KeysRotate(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectNode wish = JsonNodeFactory.instance.objectNode().put("overlap", overlap);
        WireKey key =
                new AdminAccess(surroundings, options.config())
                        .call(admin -> admin.rotate(id, wish));
        List<String> lines = new ArrayList<>(KeyText.made(key));
        lines.add("The key it replaces ends in %s.".formatted(overlap));
        options.print(key, lines);
        return 0;
    }
}
