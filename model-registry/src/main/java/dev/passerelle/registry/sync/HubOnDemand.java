package dev.passerelle.registry.sync;

import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.hub.Hub;
import dev.passerelle.registry.hub.HubClient;
import dev.passerelle.registry.hub.HubSettings;
import dev.passerelle.registry.hub.RemoteFile;
import dev.passerelle.registry.hub.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A hub whose client is made when something is asked of it first: most commands never do.
public final class HubOnDemand implements Hub {

    private final HubSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Hub client;

    public HubOnDemand(HubSettings settings) {
        this.settings = settings;
    }

    @Override
    public Repository repository(String name, String revision)
            throws IOException, InterruptedException {
        return client().repository(name, revision);
    }

    @Override
    public void download(
            Repository repository, RemoteFile file, Path partial, PullListener listener)
            throws IOException, InterruptedException {
        client().download(repository, file, partial, listener);
    }

    private Hub client() {
        lock.lock();
        try {
            Hub made = client == null ? new HubClient(settings) : client;
            client = made;
            return made;
        } finally {
            lock.unlock();
        }
    }
}
