package dev.passerelle.registry;

import java.time.Duration;

/// Follows a pull. Called by several threads.
public interface PullListener {

    /// Hears nothing.
    PullListener SILENT = new PullListener() {};

    /// It is known what is to be done. Called again, with larger figures, when files that arrived
    /// told of others: an index of shards, an ONNX graph.
    ///
    /// @param commit what the revision is now
    /// @param files files of the snapshot
    /// @param bytes their sizes together
    /// @param present bytes that are on disk already
    default void listed(String commit, int files, long bytes, long present) {}

    /// Bytes of a file arrived; negative when an attempt's bytes had to be thrown away.
    default void received(String file, long bytes) {}

    /// An attempt failed and will be made again.
    default void retrying(String file, String reason, Duration pause) {}

    /// All has arrived; what was on disk before is compared with its digests.
    default void verifying() {}
}
