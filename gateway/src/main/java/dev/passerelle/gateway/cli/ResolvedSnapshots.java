package dev.passerelle.gateway.cli;

import dev.passerelle.registry.ModelRegistry;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.Snapshots;
import java.io.IOException;
import java.util.Optional;

/// The snapshots of a registry, in which a source that isn't a hub's leads to files or is an error:
/// nothing could be pulled for it.
record ResolvedSnapshots(ModelRegistry registry) implements Snapshots {
    @Override
    public Optional<Snapshot> find(ModelSource source) {
        return source instanceof ModelSource.Hub
                ? registry.find(source)
                : Optional.of(registry.resolve(source));
    }

    @Override
    public Snapshot pull(ModelSource source, PullListener listener)
            throws IOException, InterruptedException {
        return registry.pull(source, listener);
    }

    @Override
    public Snapshot complete(ModelSource source, PullListener listener)
            throws IOException, InterruptedException {
        return registry.complete(source, listener);
    }
}
