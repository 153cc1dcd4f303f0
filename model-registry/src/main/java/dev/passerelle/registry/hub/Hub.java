package dev.passerelle.registry.hub;

import dev.passerelle.registry.PullListener;
import java.io.IOException;
import java.nio.file.Path;

/// A hub of model repositories.
public interface Hub {

    /// What a repository holds at a revision.
    ///
    /// @param revision branch, tag or commit
    /// @throws HubException with a reason fit for operators
    Repository repository(String name, String revision) throws IOException, InterruptedException;

    /// Downloads a file, hashing each byte as it arrives. Bytes already in the partial file are
    /// hashed first and not asked for again, if the hub can resume.
    ///
    /// When this returns the partial file holds the file, complete, forced to disk and of the
    /// announced digest. After a digest mismatch the partial file is gone; after any other failure
    /// it keeps what arrived, for the next attempt.
    ///
    /// @param partial made when missing; nobody else may write to it
    /// @throws HubException with a reason fit for operators
    void download(Repository repository, RemoteFile file, Path partial, PullListener listener)
            throws IOException, InterruptedException;
}
