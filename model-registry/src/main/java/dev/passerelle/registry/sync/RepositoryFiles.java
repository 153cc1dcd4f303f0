package dev.passerelle.registry.sync;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// The files of a repository at one commit, on the hub or on disk.
interface RepositoryFiles {

    /// Sizes in bytes, by path.
    Map<String, Long> sizes();

    /// The bytes of one of them, downloaded if they must be.
    Path open(String path) throws IOException, InterruptedException;

    /// Paths that are known to exist, here or elsewhere.
    Set<String> listed();

    boolean has(String path);
}
