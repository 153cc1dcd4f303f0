package dev.passerelle.registry;

import dev.passerelle.registry.hub.Hub;
import dev.passerelle.registry.hub.HubException;
import dev.passerelle.registry.hub.RemoteFile;
import dev.passerelle.registry.hub.Repository;
import java.nio.file.Path;

/// A hub that is never reached.
final class NoHub implements Hub {

    @Override
    public Repository repository(String name, String revision) throws HubException {
        throw new HubException(HubException.Reason.OFFLINE, name + ": there is no hub");
    }

    @Override
    public void download(
            Repository repository, RemoteFile file, Path partial, PullListener listener)
            throws HubException {
        throw new HubException(HubException.Reason.OFFLINE, file + ": there is no hub");
    }
}
