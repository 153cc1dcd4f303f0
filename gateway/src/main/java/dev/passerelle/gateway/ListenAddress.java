package dev.passerelle.gateway;

import dev.passerelle.gateway.config.ServerConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// Which addresses may be listened on: as long as no keys are asked for, only loopback, unless the
/// operator insists.
final class ListenAddress {
    private ListenAddress() {}

    /// @throws IllegalArgumentException if `server.host` may not be listened on or doesn't exist
    static void check(ServerConfig config) {
        if (!config.allowOpenNetwork() && !resolve(config.host()).isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "server.host %s is reachable from the network, where anybody could use the models: set it to 127.0.0.1, or set server.allow-open-network to true."
                            .formatted(config.host()));
        }
    }

    private static InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "server.host %s can't be resolved: give a host name or address of this machine."
                            .formatted(host),
                    e);
        }
    }
}
