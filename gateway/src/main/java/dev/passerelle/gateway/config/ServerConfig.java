package dev.passerelle.gateway.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Section `server`. Where no keys are asked for, it listens on loopback only, unless the operator
/// insists: there is no record of anything else.
///
/// @param port 0 takes a free one
/// @param maxBodyBytes longest request body in bytes; a longer one is a 413
/// @param drainTimeout how long running requests may go on after SIGTERM
/// @param allowOpenNetwork listen on addresses other than loopback, since keys are asked for or the
///   operator insists
/// @param admin where the admin API has a port of its own; absent means it is at the other's
/// @param tls absent means plain HTTP
/// @param corsOrigins web sites whose pages may call
public record ServerConfig(
        String host,
        int port,
        long maxBodyBytes,
        Duration drainTimeout,
        boolean allowOpenNetwork,
        @Nullable Admin admin,
        @Nullable TlsConfig tls,
        List<String> corsOrigins,
        ClientLimits clients) {

    /// Where the admin API listens.
    ///
    /// @param port 0 takes a free one
    public record Admin(String host, int port) {}

    /// Looks the hosts up.
    ///
    /// @throws IllegalArgumentException if one is unknown, or others can reach it and may not
    public ServerConfig {
        corsOrigins = List.copyOf(corsOrigins);
        if (!allowOpenNetwork) {
            checkLoopback("server.host", host);
            if (admin != null) {
                checkLoopback("server.admin-host", admin.host());
            }
        }
    }

    /// Plain HTTP for programs on one port.
    public ServerConfig(
            String host,
            int port,
            long maxBodyBytes,
            Duration drainTimeout,
            boolean allowOpenNetwork) {
        this(
                host,
                port,
                maxBodyBytes,
                drainTimeout,
                allowOpenNetwork,
                null,
                null,
                List.of(),
                ClientLimits.DEFAULT);
    }

    private static void checkLoopback(String key, String host) {
        if (!isLoopback(key, host)) {
            throw new IllegalArgumentException(
                    "%s is '%s', which others can reach, and no keys are asked for; set admission.mode to keys, or server.allow-open-network to true if that is meant"
                            .formatted(key, host));
        }
    }

    private static boolean isLoopback(String key, String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "%s is '%s', which is no address of this machine".formatted(key, host), e);
        }
    }
}
