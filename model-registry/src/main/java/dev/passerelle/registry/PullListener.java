package dev.passerelle.registry;

import java.time.Duration;

/// Follows a pull. Called by several threads, but for one file by one at a time.
///
/// What [#kept] and [#received] tell of a file adds up to its size when [#finished] is told of it,
/// which happens once for each file that was listed, if the pull succeeds. A commit whose model is
/// known to be complete is not listed.
public interface PullListener {

    /// Hears nothing.
    PullListener SILENT = new PullListener() {};

    /// It is known what is needed. Called before anything is told of these files, and again, with
    /// larger figures that include the former, when files that arrived told of others: an index of
    /// shards, an ONNX graph.
    ///
    /// @param commit what the revision is now
    /// @param files of the snapshot
    /// @param bytes their sizes together
    default void listed(String commit, int files, long bytes) {}

    /// Bytes of a file needn't be downloaded: they are on disk, from whatever pull.
    default void kept(String file, long bytes) {}

    /// Bytes of a file arrived; negative when bytes, kept ones too, had to be thrown away.
    default void received(String file, long bytes) {}

    /// A file is complete on disk and as its digest says.
    default void finished(String file) {}

    /// An attempt failed and will be made again.
    default void retrying(String file, String reason, Duration pause) {}

    /// What was on disk before, of a size that may be right, is compared with its digests.
    default void verifying() {}
}
