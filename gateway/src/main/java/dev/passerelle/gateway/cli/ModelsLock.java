package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.registry.lock.Drift;
import dev.passerelle.registry.lock.Lockfile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes down what the configured models are.
@Command(
        name = "lock",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Write commit, files, digests, licence and import settings of the configured models to"
                    + " models.lock, beside the configuration.",
            "Models that are not on disk are pulled. Commits stay as they were locked."
        })
final class ModelsLock implements Callable<Integer> {

    private final Surroundings surroundings;
    private final Termination.Installer termination;

    @Mixin private final CommandOptions options = new CommandOptions();

    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            description = "Whose entries to write anew; none means all.")
    private List<String> ids = List.of();

    @Option(names = "--update", description = "Lock what revisions are now.")
    private boolean update;

    @Option(
            names = "--check",
            description = "Write nothing; exit 1 and say what differs if it would change.")
    private boolean check;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    ModelsLock(Surroundings surroundings, Termination.Installer termination) {
        this.surroundings = surroundings;
        this.termination = termination;
    }

    @Override
    public Integer call() throws IOException {
        ModelSet set = ModelSet.of(surroundings, options.config());
        List<ModelConfig> selected = set.select(ids);
        Termination wish = termination.install("ending the download");
        try (Downloads downloads = new Downloads(options.err(), surroundings.terminal(), quiet)) {
            LockBuild build = new LockBuild(set, downloads, update);
            try {
                return Interruptible.run(
                        () -> check ? check(set, selected, build) : write(set, selected, build),
                        wish);
            } catch (InterruptedException _) {
                options.complain(downloads.interrupted());
                return 1;
            }
        }
    }

    private int write(ModelSet set, List<ModelConfig> selected, LockBuild build)
            throws IOException, InterruptedException {
        LockBuild.Outcome outcome = build.lock(selected, ids.isEmpty());
        outcome.problems().forEach(options::complain);
        if (!outcome.problems().isEmpty()) {
            options.complain(set.lockfile() + " was left as it is");
            return 1;
        }
        Lockfile before = set.locked().orElse(Lockfile.of(Map.of()));
        boolean changed = set.locked().isEmpty() || !before.equals(outcome.lockfile());
        if (changed) {
            outcome.lockfile().write(set.lockfile());
        }
        LockReport report = LockReport.of(set.lockfile(), changed, before, outcome.lockfile());
        options.print(report, report.lines());
        return 0;
    }

    private int check(ModelSet set, List<ModelConfig> selected, LockBuild build)
            throws IOException, InterruptedException {
        List<Drift> drifts = build.drifts(selected, ids.isEmpty());
        options.print(
                drifts,
                drifts.isEmpty()
                        ? List.of(set.lockfile() + ": would not change")
                        : drifts.stream().map(Drift::toString).toList());
        return drifts.isEmpty() ? 0 : 1;
    }
}
