package dev.passerelle.gateway.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/// Section `server`. As long as no keys are asked for, it listens on loopback only, unless the
/// operator insists: there is no record of anything else.
///
/// @param port 0 takes a free one
/// @param maxBodyBytes longest request body in bytes; a longer one is a 413
/// @param drainTimeout how long running requests may go on after SIGTERM
/// @param allowOpenNetwork listen on an address other than loopback although no keys are asked for
public record ServerConfig(
        String host, int port, long maxBodyBytes, Duration drainTimeout, boolean allowOpenNetwork) {

    /// Looks the host up.
    ///
    /// @throws IllegalArgumentException if it is unknown, or others can reach it and may not
    public ServerConfig {
        if (!allowOpenNetwork && !isLoopback(host)) {
            throw new IllegalArgumentException(
                    "server.host is '%s', which others can reach, and no keys are asked for; set server.allow-open-network to true if that is meant"
                            .formatted(host));
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "server.host is '%s', which is no address of this machine".formatted(host), e);
        }
    }
}
