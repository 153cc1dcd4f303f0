package dev.passerelle.registry;

import org.jspecify.annotations.Nullable;

/// One file of a snapshot.
///
/// @param path relative to the snapshot's directory, with `/` between names
/// @param size bytes
/// @param digest what its bytes must hash to; absent where nothing says so, as for an operator's
///   own files
public record SnapshotFile(String path, long size, @Nullable Digest digest) {}
