package dev.passerelle.gateway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes a checked record of `server`.
final class ServerCompiler {
    private final Settings settings;
    private final Path directory;

    /// @param directory what relative paths start from
    ServerCompiler(Settings settings, Path directory) {
        this.settings = settings;
        this.directory = directory;
    }

    ServerConfig compile(AdmissionConfig.Mode mode) {
        TlsConfig tls = tls();
        try {
            return new ServerConfig(
                    settings.get(ServerKeys.HOST),
                    settings.get(ServerKeys.PORT),
                    settings.get(ServerKeys.MAX_BODY),
                    settings.get(ServerKeys.DRAIN_TIMEOUT),
                    settings.get(ServerKeys.ALLOW_OPEN_NETWORK)
                            || mode == AdmissionConfig.Mode.KEYS,
                    admin(),
                    tls,
                    settings.find(ServerKeys.CORS_ORIGINS).orElse(List.of()),
                    clients());
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            String key = message.substring(0, message.indexOf(' '));
            throw new ConfigException("%s: %s".formatted(settings.place(key), message), e);
        }
    }

    private ServerConfig.@Nullable Admin admin() {
        return settings.find(ServerKeys.ADMIN_PORT)
                .map(port -> new ServerConfig.Admin(settings.get(ServerKeys.ADMIN_HOST), port))
                .orElse(null);
    }

    private ClientLimits clients() {
        return new ClientLimits(
                settings.get(ServerKeys.HEADER_TIMEOUT),
                settings.get(ServerKeys.BODY_TIMEOUT),
                settings.get(ServerKeys.IDLE_TIMEOUT),
                Math.clamp(settings.get(ServerKeys.MAX_HEADER_SIZE), 1, Integer.MAX_VALUE),
                settings.get(ServerKeys.MAX_CONNECTIONS));
    }

    private @Nullable TlsConfig tls() {
        Optional<Path> certificate = path(ServerKeys.TLS_CERTIFICATE);
        Optional<Path> privateKey = path(ServerKeys.TLS_PRIVATE_KEY);
        Optional<Path> keystore = path(ServerKeys.TLS_KEYSTORE);
        Optional<String> password = settings.find(ServerKeys.TLS_KEYSTORE_PASSWORD);
        if (keystore.isPresent() && (certificate.isPresent() || privateKey.isPresent())) {
            throw settings.wrong(
                    ServerKeys.TLS_KEYSTORE.name(),
                    "is given beside PEM files; keep one of the two");
        }
        if (keystore.isPresent() || password.isPresent()) {
            return new TlsConfig.Keystore(
                    keystore.orElseThrow(
                            () -> lacks(ServerKeys.TLS_KEYSTORE, ServerKeys.TLS_KEYSTORE_PASSWORD)),
                    password.orElseThrow(() ->
                            lacks(ServerKeys.TLS_KEYSTORE_PASSWORD, ServerKeys.TLS_KEYSTORE)));
        }
        if (certificate.isEmpty() && privateKey.isEmpty()) {
            return null;
        }
        return new TlsConfig.Pem(
                certificate.orElseThrow(
                        () -> lacks(ServerKeys.TLS_CERTIFICATE, ServerKeys.TLS_PRIVATE_KEY)),
                privateKey.orElseThrow(
                        () -> lacks(ServerKeys.TLS_PRIVATE_KEY, ServerKeys.TLS_CERTIFICATE)));
    }

    private ConfigException lacks(ConfigKey<?> missing, ConfigKey<?> given) {
        return settings.missing(
                "server.tls", missing.name(), given.name() + " is of no use without it");
    }

    private Optional<Path> path(ConfigKey<String> key) {
        return settings.find(key).map(text -> directory.resolve(text).normalize());
    }
}
