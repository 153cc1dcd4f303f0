package dev.passerelle.registry.lock;

import dev.passerelle.registry.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds where configuration and files have drifted from a lockfile.
public final class LockCheck {

    private final Lockfile lock;

    public LockCheck(Lockfile lock) {
        this.lock = lock;
    }

    /// Drifts that show without a look at files: models without entry, entries without model,
    /// another source, other import settings.
    public List<Drift> declarations(List<Declaration> declarations) {
        List<Drift> drifts = new ArrayList<>();
        declarations.forEach(declaration -> drifts.addAll(declaration(declaration)));
        Set<String> ids = declarations.stream().map(Declaration::id).collect(Collectors.toSet());
        lock.models().keySet().stream()
                .filter(id -> !ids.contains(id))
                .map(id -> new Drift(id, "is locked, but is no model of the configuration"))
                .forEach(drifts::add);
        return drifts;
    }

    /// Drifts of a model's files, each read and hashed.
    public List<Drift> files(String id, Snapshot snapshot) throws IOException {
        LockedModel locked = lock.models().get(id);
        return locked == null
                ? List.of(noEntry(id))
                : drifts(id, Comparison.of(locked, Locking.observe(snapshot, locked)));
    }

    /// Drifts of a model's files as far as their announced digests tell; only those without are
    /// read.
    public List<Drift> digests(String id, Snapshot snapshot) throws IOException {
        LockedModel locked = lock.models().get(id);
        return locked == null
                ? List.of(noEntry(id))
                : drifts(id, Comparison.of(locked, Locking.announced(snapshot, locked)));
    }

    private List<Drift> declaration(Declaration declaration) {
        LockedModel locked = lock.models().get(declaration.id());
        if (locked == null) {
            return List.of(noEntry(declaration.id()));
        }
        List<String> differences = new ArrayList<>();
        Comparison.ofProperty("source", locked.source(), declaration.source())
                .ifPresent(differences::add);
        differences.addAll(Comparison.ofSettings(locked.settings(), declaration.settings()));
        return drifts(declaration.id(), differences);
    }

    private static List<Drift> drifts(String id, List<String> differences) {
        return differences.stream().map(what -> new Drift(id, what)).toList();
    }

    private static Drift noEntry(String id) {
        return new Drift(id, "has no entry in " + Lockfile.FILE_NAME);
    }
}
