package dev.passerelle.registry.hub;

import dev.passerelle.registry.Digest;

/// A file of a repository, as the hub announces it.
///
/// @param path within the repository, with `/` between names; not yet checked for safety
/// @param size bytes
public record RemoteFile(String path, long size, Digest digest) {}
