package dev.passerelle.gateway.config;

import java.time.Duration;

/// Section `server`.
///
/// @param port 0 takes a free one
/// @param maxBodyBytes longest request body in bytes; a longer one is a 413
/// @param drainTimeout how long running requests may go on after SIGTERM
/// @param allowOpenNetwork listen on an address other than loopback although no keys are asked for
public record ServerConfig(
        String host,
        int port,
        long maxBodyBytes,
        Duration drainTimeout,
        boolean allowOpenNetwork) {}
