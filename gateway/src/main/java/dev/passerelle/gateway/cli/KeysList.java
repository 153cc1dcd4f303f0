package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.admin.WireKey;
import dev.passerelle.gateway.openai.QueryParameters;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists keys, without their secrets, which nobody has but their holders.
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "List API keys, newest first.")
final class KeysList implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin private final CommandOptions options = new CommandOptions();

    @Option(
            names = "--project",
            paramLabel = "PROJECT",
            description = "Only those of a project, or organisation/project.")
    private @Nullable String project;

    @Option(names = "--all", description = "And those that have expired or were revoked.")
    private boolean all;

    KeysList(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        QueryParameters filters =
                new QueryParameters(
                        project == null ? Map.of() : Map.of("project", List.of(project)));
        List<WireKey> keys =
                new AdminAccess(surroundings, options.config())
                        .call(admin -> admin.keys(filters)).data().stream()
                                .filter(key -> all || key.status().equals(WireKey.ACTIVE))
                                .toList();
        options.print(keys, KeyText.table(keys));
        return 0;
    }
}
