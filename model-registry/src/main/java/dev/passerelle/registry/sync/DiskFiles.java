package dev.passerelle.registry.sync;

import dev.passerelle.registry.store.CachedFile;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The files of a commit that are on disk.
///
/// @param files by path
/// @param listed what the hub has at this commit, as far as that is known here
/// @param opened those that were read to learn of others
record DiskFiles(Map<String, CachedFile> files, Set<String> listed, Set<CachedFile> opened)
        implements RepositoryFiles {

    DiskFiles(Map<String, CachedFile> files, Set<String> listed) {
        this(files, listed, new HashSet<>());
    }

    @Override
    public Map<String, Long> sizes() {
        return files.values().stream()
                .collect(Collectors.toMap(CachedFile::path, CachedFile::size));
    }

    @Override
    public boolean has(String path) {
        return files.containsKey(path);
    }

    @Override
    public Path open(String path) throws NoSuchFileException {
        CachedFile file = files.get(path);
        if (file == null) {
            throw new NoSuchFileException(path);
        }
        opened.add(file);
        return file.blob();
    }
}
