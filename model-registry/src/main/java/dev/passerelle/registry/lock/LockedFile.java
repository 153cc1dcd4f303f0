package dev.passerelle.registry.lock;

import dev.passerelle.registry.Digest;

/// One file of a locked model.
///
/// @param path relative to the model's directory, with `/` between names
/// @param size bytes
public record LockedFile(String path, long size, Digest digest) {}
