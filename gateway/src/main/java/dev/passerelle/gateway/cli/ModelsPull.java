package dev.passerelle.gateway.cli;

import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.Snapshot;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes models complete and current on this disk.
@Command(
        name = "pull",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Download models and verify every byte.",
            "A configured model that models.lock has an entry of is pulled at its locked commit."
        })
final class ModelsPull implements Callable<Integer> {

    private final Surroundings surroundings;
    private final Termination.Installer termination;

    @Mixin private final CommandOptions options = new CommandOptions();

    @Parameters(
            paramLabel = "SOURCE|ID",
            arity = "0..*",
            description =
                    "hf:org/name@revision:variant, or ids of configured models; none means all of"
                            + " these.")
    private List<String> words = List.of();

    @Option(
            names = "--update",
            description = "Pull what a revision is now, whatever models.lock says.")
    private boolean update;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    ModelsPull(Surroundings surroundings, Termination.Installer termination) {
        this.surroundings = surroundings;
        this.termination = termination;
    }

    @Override
    public Integer call() throws IOException {
        ModelSet set = ModelSet.of(surroundings, options.config());
        List<Target> targets = set.targets(words);
        Termination wish = termination.install("ending the download");
        try (Downloads downloads = new Downloads(options.err(), surroundings.terminal(), quiet)) {
            return pull(set, targets, downloads, wish);
        }
    }

    private int pull(ModelSet set, List<Target> targets, Downloads downloads, Termination wish)
            throws IOException {
        List<ModelListing> pulled = new CopyOnWriteArrayList<>();
        boolean ended = false;
        try {
            Interruptible.run(() -> pull(set, targets, downloads, pulled), wish);
        } catch (InterruptedException _) {
            ended = true;
            options.complain(downloads.interrupted());
        }
        List<ModelListing> reported = List.copyOf(pulled);
        options.print(reported, ModelListing.table(reported));
        boolean complete = !ended && reported.stream().allMatch(one -> one.problem() == null);
        return complete ? 0 : 1;
    }

    private boolean pull(
            ModelSet set, List<Target> targets, Downloads downloads, List<ModelListing> pulled)
            throws InterruptedException {
        for (Target target : targets) {
            ModelListing listing = pull(set, target, downloads);
            pulled.add(listing);
            if (listing.problem() != null) {
                options.complain(target.name() + ": " + listing.problem());
            }
        }
        return true;
    }

    private ModelListing pull(ModelSet set, Target target, Downloads downloads)
            throws InterruptedException {
        if (!(target.source() instanceof ModelSource.Hub)) {
            return ModelListing.of(target, set);
        }
        try {
            boolean locked = target.id() != null && !update;
            Snapshot snapshot =
                    downloads.run(
                            target.name(),
                            listener ->
                                    locked
                                            ? set.snapshots().mend(target.source(), listener)
                                            : set.registry().pull(target.source(), listener));
            return ModelListing.present(target, snapshot);
        } catch (IOException e) {
            return ModelListing.failed(target, Failures.explain(e));
        } catch (RuntimeException e) {
            return ModelListing.failed(target, Failures.explain(e));
        }
    }
}
