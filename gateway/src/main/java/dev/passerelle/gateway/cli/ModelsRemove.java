package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.cli.progress.Quantities;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.ModelSourceException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// Deletes a model's files from the hub's cache.
@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Delete a model from the hub's cache.")
final class ModelsRemove implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin private final CommandOptions options = new CommandOptions();

    @Parameters(
            paramLabel = "SOURCE|ID",
            description = "hf:org/name@revision:variant, or a configured model's id.")
    private String word = "";

    @Option(names = "--yes", description = "Don't ask.")
    private boolean yes;

    ModelsRemove(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ModelSet set = ModelSet.of(surroundings, options.config());
        Target target = set.target(word);
        if (!(target.source() instanceof ModelSource.Hub hub)) {
            throw new ModelSourceException(
                    "%s: only what was pulled from a hub can be removed; these files are not the hub cache's"
                            .formatted(target.source()));
        }
        if (!yes && !agreed(hub)) {
            options.complain("nothing was removed");
            return 1;
        }
        long freed = set.registry().remove(hub);
        options.print(
                Map.of("source", hub.toString(), "freed", freed),
                List.of("%s: %s freed".formatted(hub, Quantities.bytes(freed))));
        return 0;
    }

    private boolean agreed(ModelSource.Hub hub) {
        Optional<String> answer =
                surroundings.terminal().ask("Delete the files of %s? [y/N] ".formatted(hub));
        if (answer.isEmpty()) {
            throw new ParameterException(
                    options.commandLine(), "without a terminal to ask on, say --yes");
        }
        return answer.get().strip().matches("(?i)y(es)?");
    }
}
