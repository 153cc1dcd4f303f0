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
    private final Map<String, RemoteFile> fetched = new LinkedHashMap<>();

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
        fetch(List.of(file));
        return blobs.path(file.digest());
    }

    RemoteFile file(String path) throws NoSuchFileException {
        RemoteFile file = files.get(path);
        if (file == null) {
            throw new NoSuchFileException(path);
        }
        return file;
    }

    /// Downloads those of some files that have not been, after telling that they are needed.
    void fetch(Collection<RemoteFile> needed) throws IOException, InterruptedException {
        if (fetched.keySet().containsAll(needed.stream().map(RemoteFile::path).toList())) {
            return;
        }
        needed.forEach(file -> fetched.put(file.path(), file));
        listener.listed(
                listing.commit(),
                fetched.size(),
                fetched.values().stream().mapToLong(RemoteFile::size).sum());
        downloads.fetch(fetched.values());
    }
}
