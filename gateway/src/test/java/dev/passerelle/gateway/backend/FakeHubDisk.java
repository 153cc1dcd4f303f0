package dev.passerelle.gateway.backend;

import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.Snapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Snapshots of a hub and a disk that tests write to.
final class FakeHubDisk implements Snapshots {
    final Map<ModelSource, String> hub = new ConcurrentHashMap<>();
    final Map<ModelSource, String> disk = new ConcurrentHashMap<>();
    final AtomicInteger pulls = new AtomicInteger();

    /// What each pull waits for.
    volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public Optional<Snapshot> find(ModelSource source) {
        return Optional.ofNullable(disk.get(source)).map(revision -> snapshot(source, revision));
    }

    @Override
    public Snapshot pull(ModelSource source, PullListener listener)
            throws IOException, InterruptedException {
        pulls.incrementAndGet();
        String revision = hub.get(source);
        if (revision == null) {
            throw new IOException("the hub can't be reached");
        }
        listener.listed(revision, 1, 100);
        listener.received("weights", 100);
        gate.await();
        listener.verifying();
        disk.put(source, revision);
        return snapshot(source, revision);
    }

    private static Snapshot snapshot(ModelSource source, String revision) {
        Path directory = Path.of("/models", source.defaultId(), revision);
        return new Snapshot(source, directory, directory, revision, List.of(), true);
    }
}
