package dev.passerelle.gateway.cli;

import dev.passerelle.registry.Damage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows all that is known of a model on disk.
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Show a model: its files, digests, licence.")
final class ModelsShow implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin private final CommandOptions options = new CommandOptions();

    @Parameters(paramLabel = "ID|SOURCE", description = "A configured model's id, or a source.")
    private String word = "";

    @Option(names = "--verify", description = "Compare the files with their digests.")
    private boolean verify;

    ModelsShow(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ModelSet set = ModelSet.of(surroundings, options.config());
        ModelListing model = listing(set);
        ModelDetail detail = ModelDetail.of(model);
        options.print(detail, detail.lines());
        List<Damage> damages =
                verify && model.snapshot() != null
                        ? set.registry().verify(model.snapshot())
                        : List.of();
        damages.forEach(damage -> options.err().println("damaged: " + damage));
        boolean there = model.isElsewhere() || model.snapshot() != null;
        return damages.isEmpty() && there ? 0 : 1;
    }

    private ModelListing listing(ModelSet set) {
        return set.routes().stream()
                .filter(route -> route.id().equals(word))
                .findFirst()
                .map(route -> ModelListing.of(route, set))
                .orElseGet(() -> ModelListing.of(set.target(word), set));
    }
}
