package dev.passerelle.gateway.config;

import java.time.Duration;

/// What a client may ask of a connection before it has sent a request.
///
/// @param headers how long it may take to send headers, or to agree on TLS
/// @param body longest wait for more of a body
/// @param idle how long a connection is kept without a request
/// @param maxHeaderBytes longest headers together
/// @param maxConnections how many connections may be open at once; 0 means any number
public record ClientLimits(
        Duration headers, Duration body, Duration idle, int maxHeaderBytes, int maxConnections) {
    public static final ClientLimits DEFAULT =
            new ClientLimits(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    16 << 10,
                    8192);
}
