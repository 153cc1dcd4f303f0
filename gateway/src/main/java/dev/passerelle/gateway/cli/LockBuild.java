package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.registry.Damage;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.card.ModelCard;
import dev.passerelle.registry.lock.Drift;
import dev.passerelle.registry.lock.LockCheck;
import dev.passerelle.registry.lock.LockedModel;
import dev.passerelle.registry.lock.Lockfile;
import dev.passerelle.registry.lock.Locking;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes a lockfile of the configured models.
final class LockBuild {

    private final ModelSet set;
    private final Downloads downloads;
    private final boolean update;

    /// @param update whether revisions are asked for again instead of kept
    LockBuild(ModelSet set, Downloads downloads, boolean update) {
        this.set = set;
        this.downloads = downloads;
        this.update = update;
    }

    /// A lockfile, and why some models couldn't be locked.
    record Outcome(Lockfile lockfile, List<String> problems) {}

    /// Locks models.
    ///
    /// @param alone whether entries of other models are left out
    Outcome lock(List<ModelConfig> models, boolean alone) throws InterruptedException {
        Map<String, LockedModel> entries = new TreeMap<>();
        if (!alone) {
            set.locked().ifPresent(lock -> entries.putAll(lock.models()));
        }
        List<String> problems = new ArrayList<>();
        for (ModelConfig model : models) {
            try {
                LockedModel entry = lock(model);
                entries.put(model.id(), entry);
                entries.replaceAll((_, other) -> sharing(other, entry));
            } catch (IOException e) {
                problems.add(model.id() + ": " + Failures.explain(e));
            } catch (RuntimeException e) {
                problems.add(model.id() + ": " + Failures.explain(e));
            }
        }
        return new Outcome(Lockfile.of(entries), problems);
    }

    /// What locking models would change, as far as that can be told without a download: what is on
    /// disk, and if entries are to be updated, which commits the hub has now.
    ///
    /// @param alone whether entries of other models would be left out, which is a drift then
    List<Drift> drifts(List<ModelConfig> models, boolean alone)
            throws IOException, InterruptedException {
        LockCheck check = new LockCheck(set.locked().orElse(Lockfile.of(Map.of())));
        Set<String> ids = models.stream().map(ModelConfig::id).collect(Collectors.toSet());
        List<Drift> drifts =
                check.declarations(set.declarations()).stream()
                        .filter(drift -> alone || ids.contains(drift.model()))
                        .collect(Collectors.toCollection(ArrayList::new));
        for (ModelConfig model : models) {
            drifts.addAll(drifts(check, model));
        }
        return drifts;
    }

    private List<Drift> drifts(LockCheck check, ModelConfig model)
            throws IOException, InterruptedException {
        Optional<LockedModel> entry = set.entry(model);
        if (entry.isEmpty()) {
            return List.of();
        }
        if (update && entry.get().source() instanceof ModelSource.Hub source) {
            String current = set.registry().currentCommit(source);
            if (!current.equals(entry.get().commit())) {
                return List.of(
                        new Drift(
                                model.id(),
                                "commit is %s, %s has %s"
                                        .formatted(
                                                current,
                                                Lockfile.FILE_NAME,
                                                entry.get().commit())));
            }
        }
        Optional<Snapshot> snapshot = set.registry().find(entry.get().pinned());
        return snapshot.isEmpty() ? List.of() : check.digests(model.id(), snapshot.get());
    }

    private LockedModel lock(ModelConfig model) throws IOException, InterruptedException {
        Snapshot snapshot = snapshot(model);
        if (!snapshot.verified()) {
            List<Damage> damages = set.registry().verify(snapshot);
            if (!damages.isEmpty()) {
                throw new ModelSourceException(
                        "%s is damaged and can't be locked: %s".formatted(model.source(), damages));
            }
        }
        return Locking.lock(model.source(), snapshot, licence(snapshot), ModelSet.settings(model));
    }

    private Snapshot snapshot(ModelConfig model) throws IOException, InterruptedException {
        ModelSource source =
                update
                        ? model.source()
                        : set.entry(model).map(LockedModel::pinned).orElse(model.source());
        boolean fixed = !(source instanceof ModelSource.Hub) || !source.equals(model.source());
        Optional<Snapshot> present = fixed ? set.registry().find(source) : Optional.empty();
        return present.isPresent()
                ? present.get()
                : downloads.run(model.id(), listener -> set.registry().pull(source, listener));
    }

    private static @Nullable String licence(Snapshot snapshot) {
        return ModelCard.read(snapshot.directory()).map(ModelCard::licence).orElse(null);
    }

    /// Another model's entry; one of the same source is of the same commit.
    private static LockedModel sharing(LockedModel other, LockedModel entry) {
        return other.source().equals(entry.source())
                ? new LockedModel(
                        other.source(),
                        entry.commit(),
                        entry.licence(),
                        other.settings(),
                        entry.files())
                : other;
    }
}
