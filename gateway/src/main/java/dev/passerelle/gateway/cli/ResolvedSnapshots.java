package dev.passerelle.gateway.cli;

import dev.passerelle.registry.ModelRegistry;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.Snapshots;
import java.util.Optional;

/// The snapshots of a registry that has no hub.
record ResolvedSnapshots(ModelRegistry registry) implements Snapshots {
    @Override
    public Optional<Snapshot> find(ModelSource source) {
        return Optional.of(registry.resolve(source));
    }

    @Override
    public Snapshot pull(ModelSource source, PullListener listener) {
        return registry.resolve(source);
    }
}
