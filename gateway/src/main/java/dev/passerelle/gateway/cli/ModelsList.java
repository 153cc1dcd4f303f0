package dev.passerelle.gateway.cli;

import dev.passerelle.registry.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists models and what is on disk of them.
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "List the configured models.")
final class ModelsList implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin private final CommandOptions options = new CommandOptions();

    @Option(names = "--all", description = "And all other models in the hub's cache.")
    private boolean all;

    ModelsList(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        ModelSet set = ModelSet.of(surroundings, options.config());
        List<ModelListing> models = all ? cached(set) : configured(set);
        options.print(models, ModelListing.table(models));
        return 0;
    }

    static List<ModelListing> configured(ModelSet set) {
        return set.routes().stream().map(route -> ModelListing.of(route, set)).toList();
    }

    /// The configured models, then those of the hub's cache that aren't configured.
    static List<ModelListing> cached(ModelSet set) throws IOException {
        List<ModelListing> models = new ArrayList<>(configured(set));
        Set<Path> checkpoints =
                models.stream()
                        .map(ModelListing::snapshot)
                        .filter(Objects::nonNull)
                        .map(Snapshot::checkpoint)
                        .collect(Collectors.toSet());
        set.registry().cached().stream()
                .filter(snapshot -> !checkpoints.contains(snapshot.checkpoint()))
                .map(snapshot ->
                        ModelListing.present(new Target(null, snapshot.source()), snapshot))
                .forEach(models::add);
        return models;
    }
}
