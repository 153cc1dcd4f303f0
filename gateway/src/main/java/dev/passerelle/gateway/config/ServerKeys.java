package dev.passerelle.gateway.config;

import java.time.Duration;
import java.util.List;

/// Keys of section `server`.
final class ServerKeys {

    static final ConfigKey<String> HOST =
            new ConfigKey<>(
                    "server.host",
                    ValueType.TEXT,
                    "127.0.0.1",
                    "Address or host name to listen on.");

    static final ConfigKey<Integer> PORT =
            new ConfigKey<>(
                    "server.port",
                    ValueType.integer(0, 65_535),
                    "8080",
                    "Port to listen on; 0 takes a free one.");

    static final ConfigKey<Long> MAX_BODY =
            new ConfigKey<>(
                    "server.max-body",
                    Quantities.SIZE,
                    "8MiB",
                    "Longest request body; a longer one is answered with 413.");

    static final ConfigKey<Duration> DRAIN_TIMEOUT =
            new ConfigKey<>(
                    "server.drain-timeout",
                    Quantities.DURATION,
                    "30s",
                    "How long running requests may go on after SIGTERM, or when their model is to make"
                            + " room for another.");

    static final ConfigKey<Boolean> ALLOW_OPEN_NETWORK =
            new ConfigKey<>(
                    "server.allow-open-network",
                    ValueType.BOOLEAN,
                    "false",
                    "Listen on an address other than loopback although no keys are asked for.");

    static final ConfigKey<Integer> ADMIN_PORT =
            new ConfigKey<>(
                    "server.admin-port",
                    ValueType.integer(0, 65_535),
                    "(none: that of the API)",
                    "Port of the admin API's own; 0 takes a free one.");

    static final ConfigKey<String> ADMIN_HOST =
            new ConfigKey<>(
                    "server.admin-host",
                    ValueType.TEXT,
                    "127.0.0.1",
                    "Address of the admin API, where it has a port of its own.");

    static final ConfigKey<String> TLS_CERTIFICATE =
            new ConfigKey<>(
                    "server.tls.certificate",
                    ValueType.TEXT,
                    "(none)",
                    "PEM file: the server's certificate and those that lead to its authority.");

    static final ConfigKey<String> TLS_PRIVATE_KEY =
            new ConfigKey<>(
                    "server.tls.private-key",
                    ValueType.TEXT,
                    "(none)",
                    "PEM file: the certificate's private key, in PKCS#8 and not encrypted.");

    static final ConfigKey<String> TLS_KEYSTORE =
            new ConfigKey<>(
                    "server.tls.keystore",
                    ValueType.TEXT,
                    "(none)",
                    "PKCS#12 file with certificate and key, instead of the PEM files.");

    static final ConfigKey<String> TLS_KEYSTORE_PASSWORD =
            new ConfigKey<>(
                    "server.tls.keystore-password",
                    ValueType.SECRET,
                    "(none)",
                    "The keystore's password; needed with one.");

    static final ConfigKey<List<String>> CORS_ORIGINS =
            new ConfigKey<>(
                    "server.cors.origins",
                    Addresses.ORIGINS,
                    "(none)",
                    "Web sites whose pages may call the API from a browser.");

    static final ConfigKey<Duration> HEADER_TIMEOUT =
            new ConfigKey<>(
                    "server.header-timeout",
                    Quantities.WAIT,
                    "10s",
                    "How long a client may take to send a request's headers, or to agree on TLS.");

    static final ConfigKey<Duration> BODY_TIMEOUT =
            new ConfigKey<>(
                    "server.body-timeout",
                    Quantities.WAIT,
                    "30s",
                    "Longest wait for more of a request's body, which has to come at 1 KiB a second at least.");

    static final ConfigKey<Duration> IDLE_TIMEOUT =
            new ConfigKey<>(
                    "server.idle-timeout",
                    Quantities.WAIT,
                    "5m",
                    "How long a connection is kept without a request.");

    static final ConfigKey<Long> MAX_HEADER_SIZE =
            new ConfigKey<>(
                    "server.max-header-size",
                    Quantities.SIZE,
                    "16KiB",
                    "Longest request headers together.");

    static final ConfigKey<Integer> MAX_CONNECTIONS =
            new ConfigKey<>(
                    "server.max-connections",
                    ValueType.integer(0, 1_000_000),
                    "8192",
                    "Connections open at once; further ones wait. 0 means any number.");

    static final List<ConfigKey<?>> ALL =
            List.of(
                    HOST,
                    PORT,
                    MAX_BODY,
                    DRAIN_TIMEOUT,
                    ALLOW_OPEN_NETWORK,
                    ADMIN_PORT,
                    ADMIN_HOST,
                    TLS_CERTIFICATE,
                    TLS_PRIVATE_KEY,
                    TLS_KEYSTORE,
                    TLS_KEYSTORE_PASSWORD,
                    CORS_ORIGINS,
                    HEADER_TIMEOUT,
                    BODY_TIMEOUT,
                    IDLE_TIMEOUT,
                    MAX_HEADER_SIZE,
                    MAX_CONNECTIONS);

    private ServerKeys() {}
}
