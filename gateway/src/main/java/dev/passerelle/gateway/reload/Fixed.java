package dev.passerelle.gateway.reload;

import dev.passerelle.gateway.config.AdmissionConfig.Jwt;
import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.config.ServerConfig.Admin;
import dev.passerelle.gateway.config.TlsConfig.Keystore;
import dev.passerelle.gateway.config.TlsConfig.Pem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A key, outside of `models`, whose value stays what it is until a restart.
///
/// @param value empty if it isn't given
record Fixed(String key, Function<GatewayConfig, Optional<?>> value) {

    static final List<Fixed> ALL =
            List.of(
                    of("server.host", config -> config.server().host()),
                    of("server.port", config -> config.server().port()),
                    of("server.max-body", config -> config.server().maxBodyBytes()),
                    of("server.drain-timeout", config -> config.server().drainTimeout()),
                    of("server.admin-port", config -> admin(config).map(Admin::port)),
                    of("server.admin-host", config -> admin(config).map(Admin::host)),
                    of("server.tls.certificate", config -> pem(config).map(Pem::certificate)),
                    of("server.tls.private-key", config -> pem(config).map(Pem::privateKey)),
                    of("server.tls.keystore", config -> keystore(config).map(Keystore::file)),
                    of(
                            "server.tls.keystore-password",
                            config -> keystore(config).map(Keystore::password)),
                    of("server.cors.origins", config -> config.server().corsOrigins()),
                    of("server.header-timeout", config -> config.server().clients().headers()),
                    of("server.body-timeout", config -> config.server().clients().body()),
                    of("server.idle-timeout", config -> config.server().clients().idle()),
                    of(
                            "server.max-header-size",
                            config -> config.server().clients().maxHeaderBytes()),
                    of(
                            "server.max-connections",
                            config -> config.server().clients().maxConnections()),
                    of("admission.mode", config -> config.admission().mode()),
                    of("admission.hash-secret", config -> config.admission().hashSecret()),
                    of("admission.jwt.issuer", config -> jwt(config).map(Jwt::issuer)),
                    of(
                            "admission.jwt.jwks",
                            config -> jwt(config).flatMap(jwt -> Optional.ofNullable(jwt.jwks()))),
                    of("admission.jwt.audience", config -> jwt(config).map(Jwt::audience)),
                    of("admission.jwt.clock-skew", config -> jwt(config).map(Jwt::clockSkew)),
                    of("admission.jwt.project-claim", config -> jwt(config).map(Jwt::projectClaim)),
                    of("admission.jwt.role-claim", config -> jwt(config).map(Jwt::roleClaim)),
                    of("admission.jwt.admins", config -> jwt(config).map(Jwt::admins)),
                    of(
                            "admission.jwt.default-project",
                            config ->
                                    jwt(config)
                                            .flatMap(jwt ->
                                                    Optional.ofNullable(jwt.defaultProject()))),
                    of("limits.redis-url", config -> config.limits().redisUrl()),
                    of("limits.when-unavailable", config -> config.limits().whenUnavailable()),
                    of("storage.url", config -> config.storage().url()),
                    of("storage.user", config -> config.storage().user()),
                    of("storage.password", config -> config.storage().password()),
                    of("memory.budget", GatewayConfig::memoryBudget),
                    of("cache.redis-url", config -> config.cache().redisUrl()),
                    of("telemetry.access-log", config -> config.telemetry().accessLog()),
                    of("telemetry.otlp-endpoint", config -> config.telemetry().otlpEndpoint()),
                    of("telemetry.sample-percent", config -> config.telemetry().samplePercent()),
                    of("telemetry.service-name", config -> config.telemetry().serviceName()));

    boolean differs(GatewayConfig one, GatewayConfig other) {
        return !value.apply(one).equals(value.apply(other));
    }

    private static Fixed of(String key, Getter getter) {
        return new Fixed(
                key,
                config -> {
                    Object value = getter.get(config);
                    return value instanceof Optional<?> given ? given : Optional.ofNullable(value);
                });
    }

    private static Optional<Admin> admin(GatewayConfig config) {
        return Optional.ofNullable(config.server().admin());
    }

    private static Optional<Pem> pem(GatewayConfig config) {
        return config.server().tls() instanceof Pem pem ? Optional.of(pem) : Optional.empty();
    }

    private static Optional<Keystore> keystore(GatewayConfig config) {
        return config.server().tls() instanceof Keystore keystore
                ? Optional.of(keystore)
                : Optional.empty();
    }

    private static Optional<Jwt> jwt(GatewayConfig config) {
        return Optional.ofNullable(config.admission().jwt());
    }

    private interface Getter {
        @Nullable Object get(GatewayConfig config);
    }
}
