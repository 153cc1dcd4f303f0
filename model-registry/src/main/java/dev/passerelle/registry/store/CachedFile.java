package dev.passerelle.registry.store;

import dev.passerelle.registry.Digest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file of a snapshot in the cache.
///
/// @param path in the repository
/// @param blob where its bytes lie, links followed
/// @param size bytes
/// @param digest what the blob's name says; absent where it is none, for a file of a cache without
///   links for instance
public record CachedFile(String path, Path blob, long size, @Nullable Digest digest) {}
