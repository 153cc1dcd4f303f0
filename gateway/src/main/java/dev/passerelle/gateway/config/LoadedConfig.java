package dev.passerelle.gateway.config;

import java.nio.file.Path;
import java.util.Set;

/// A configuration, and what it was read from.
///
/// @param files the configuration file, if there is one, and those it names that hold secrets
public record LoadedConfig(GatewayConfig config, Set<Path> files) {

    public LoadedConfig {
        files = Set.copyOf(files);
    }
}
