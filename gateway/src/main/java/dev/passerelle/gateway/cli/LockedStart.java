package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.lock.Drift;
import dev.passerelle.registry.lock.LockCheck;
import dev.passerelle.registry.lock.LockException;
import dev.passerelle.registry.lock.LockedSnapshots;
import dev.passerelle.registry.lock.Lockfile;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which files a gateway starts from, as its lockfile says.
final class LockedStart {

    private static final System.Logger LOG = System.getLogger(LockedStart.class.getName());

    private final ModelSet set;
    private final LockedSnapshots snapshots;

    LockedStart(ModelSet set) {
        this.set = set;
        this.snapshots = set.snapshots();
    }

    /// Snapshots at the commits that are locked, where there are any. What the lockfile says of
    /// another source is passed over, with a warning.
    LockedSnapshots lenient() {
        set.locked().ifPresent(lock -> set.models().forEach(model -> warn(lock, model)));
        return snapshots;
    }

    /// Snapshots of which every file of every model has just been read and is as it was locked.
    /// Missing files of locked commits are fetched first, which is shown.
    ///
    /// @throws LockException if anything differs; it lists everything
    LockedSnapshots strict(Downloads downloads) throws IOException, InterruptedException {
        Lockfile lock = set.locked().orElseThrow(this::missing);
        LockCheck check = new LockCheck(lock);
        List<Drift> drifts = new ArrayList<>(check.declarations(set.declarations()));
        if (drifts.isEmpty()) {
            for (ModelConfig model : set.models()) {
                drifts.addAll(drifts(check, model, downloads));
            }
        }
        if (!drifts.isEmpty()) {
            throw drifted(drifts);
        }
        LOG.log(
                Level.INFO,
                "{0} models are as {1} says, every file read",
                set.models().size(),
                set.lockfile());
        return snapshots;
    }

    private List<Drift> drifts(LockCheck check, ModelConfig model, Downloads downloads)
            throws InterruptedException {
        try {
            return check.files(model.id(), snapshot(model, downloads));
        } catch (IOException e) {
            return List.of(new Drift(model.id(), Failures.explain(e)));
        } catch (RuntimeException e) {
            return List.of(new Drift(model.id(), Failures.explain(e)));
        }
    }

    private Snapshot snapshot(ModelConfig model, Downloads downloads)
            throws IOException, InterruptedException {
        Optional<Snapshot> present = snapshots.find(model.source());
        if (present.isPresent()) {
            return present.get();
        }
        LOG.log(Level.INFO, "model {0} is not complete on this disk: pulling", model.id());
        return downloads.run(model.id(), listener -> snapshots.pull(model.source(), listener));
    }

    private void warn(Lockfile lock, ModelConfig model) {
        lock.find(model.id())
                .filter(entry -> !entry.source().equals(model.source()))
                .ifPresent(entry ->
                        LOG.log(
                                Level.WARNING,
                                "model {0} has source {1}, {2} locks {3}: not locked; ./passerelle models lock mends it",
                                model.id(),
                                model.source(),
                                set.lockfile(),
                                entry.source()));
        if (model.refresh() != null && set.entry(model).isPresent()) {
            LOG.log(
                    Level.WARNING,
                    "model {0} is locked: it stays at its commit, refresh has no effect",
                    model.id());
        }
    }

    private LockException missing() {
        return new LockException(
                "%s: there is no such file, which --locked needs; write it with ./passerelle models lock"
                        .formatted(set.lockfile()));
    }

    private LockException drifted(List<Drift> drifts) {
        return new LockException(
                """
                what would be served is not what %s says:
                %s
                If that is meant, lock it with ./passerelle models lock; if not, get the locked files back with ./passerelle models pull\
                """
                        .formatted(
                                set.lockfile(),
                                drifts.stream()
                                        .map(drift -> "  " + drift)
                                        .collect(Collectors.joining("\n"))));
    }
}
