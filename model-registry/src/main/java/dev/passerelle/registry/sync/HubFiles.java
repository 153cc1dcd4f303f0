package dev.passerelle.registry.sync;

import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.hub.RemoteFile;
import dev.passerelle.registry.hub.Repository;
import dev.passerelle.registry.store.Blobs;
import dev.passerelle.registry.store.SafeNames;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The files of a hub's listing, of which those that tell of others are downloaded when they are
/// opened.
final class HubFiles implements RepositoryFiles {

    private final Repository listing;
    private final Map<String, RemoteFile> files;
    private final Downloads downloads;
    private final Blobs blobs;
    private final PullListener listener;
    private final Map<String, RemoteFile> opened = new LinkedHashMap<>();

    /// @throws dev.passerelle.registry.ModelSourceException if a name in the listing is unsafe
    HubFiles(Repository listing, Downloads downloads, Blobs blobs, PullListener listener) {
        SafeNames.paths(listing.files().stream().map(RemoteFile::path).toList());
        this.listing = listing;
        this.files =
                listing.files().stream().collect(Collectors.toMap(RemoteFile::path, file -> file));
        this.downloads = downloads;
        this.blobs = blobs;
        this.listener = listener;
    }

    @Override
    public Map<String, Long> sizes() {
        return files.values().stream()
                .collect(Collectors.toMap(RemoteFile::path, RemoteFile::size));
    }

    @Override
    public boolean has(String path) {
        return files.containsKey(path);
    }

    @Override
    public Set<String> listed() {
        return files.keySet();
    }

    @Override
    public Path open(String path) throws IOException, InterruptedException {
        RemoteFile file = file(path);
        if (opened.putIfAbsent(path, file) == null) {
            announce(opened.values());
            downloads.fetch(List.of(file));
        }
        return blobs.path(file.digest());
    }

    RemoteFile file(String path) throws NoSuchFileException {
        RemoteFile file = files.get(path);
        if (file == null) {
            throw new NoSuchFileException(path);
        }
        return file;
    }

    /// Tells the listener what is known to be needed.
    void announce(Collection<RemoteFile> needed) {
        listener.listed(
                listing.commit(),
                needed.size(),
                needed.stream().mapToLong(RemoteFile::size).sum(),
                needed.stream().mapToLong(downloads::present).sum());
    }
}
