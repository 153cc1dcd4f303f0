package dev.passerelle.registry.hub;

import java.util.List;

/// A model repository at one commit.
///
/// @param name `org/name`
/// @param commit 40 hexadecimal digits
/// @param files all of them, in the hub's order
public record Repository(String name, String commit, List<RemoteFile> files) {
    public Repository {
        files = List.copyOf(files);
    }
}
