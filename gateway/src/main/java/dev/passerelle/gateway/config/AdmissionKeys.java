package dev.passerelle.gateway.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/// Keys of section `admission`.
final class AdmissionKeys {

    static final ConfigKey<AdmissionConfig.Mode> MODE =
            new ConfigKey<>(
                    "admission.mode",
                    ValueType.oneOf(AdmissionConfig.Mode.class),
                    "open",
                    "Who may call: everyone who can reach the address, or those with a key or token.");

    static final ConfigKey<String> HASH_SECRET =
            new ConfigKey<>(
                    "admission.hash-secret",
                    ValueType.secret(32),
                    "(a random one kept in `PASSERELLE_HOME`)",
                    "What the hashes of keys are keyed with; the same for all gateways that share `storage.url`.");

    static final ConfigKey<Boolean> PUBLIC_CATALOGUE =
            new ConfigKey<>(
                    "admission.public-catalogue",
                    ValueType.BOOLEAN,
                    "true",
                    "Show the catalogue to those without a key.");

    static final ConfigKey<Boolean> PUBLIC_METRICS =
            new ConfigKey<>(
                    "admission.public-metrics",
                    ValueType.BOOLEAN,
                    "false",
                    "Show `/metrics` to those without a key, too; in open mode everyone sees them.");

    static final ConfigKey<URI> JWT_ISSUER =
            new ConfigKey<>(
                    "admission.jwt.issuer",
                    Addresses.WEB,
                    "(none)",
                    "OpenID provider whose tokens are taken beside keys, as its tokens name it.");

    static final ConfigKey<URI> JWT_JWKS =
            new ConfigKey<>(
                    "admission.jwt.jwks",
                    Addresses.WEB,
                    "(as the issuer's discovery says)",
                    "Where the provider's public keys are.");

    static final ConfigKey<List<String>> JWT_AUDIENCE =
            new ConfigKey<>(
                    "admission.jwt.audience",
                    ValueType.NAMES,
                    "(none)",
                    "Audiences, of which a token must name one; needed with an issuer.");

    static final ConfigKey<Duration> JWT_CLOCK_SKEW =
            new ConfigKey<>(
                    "admission.jwt.clock-skew",
                    Quantities.DURATION,
                    "60s",
                    "How far the provider's clock may be from this machine's.");

    static final ConfigKey<String> JWT_PROJECT_CLAIM =
            new ConfigKey<>(
                    "admission.jwt.project-claim",
                    ValueType.TEXT,
                    "passerelle_project",
                    "The claim that names the project, `name` or `organisation/name`.");

    static final ConfigKey<String> JWT_ROLE_CLAIM =
            new ConfigKey<>(
                    "admission.jwt.role-claim",
                    ValueType.TEXT,
                    "passerelle_role",
                    "The claim that names the role, or a list of roles.");

    static final ConfigKey<Boolean> JWT_ADMINS =
            new ConfigKey<>(
                    "admission.jwt.admins",
                    ValueType.BOOLEAN,
                    "false",
                    "Take the role `admin` from tokens: whoever decides about claims at the provider then decides who administrates.");

    static final ConfigKey<String> JWT_DEFAULT_PROJECT =
            new ConfigKey<>(
                    "admission.jwt.default-project",
                    Names.PROJECT_NAME,
                    "(none: they are refused)",
                    "The project of tokens without that claim.");

    static final List<ConfigKey<?>> ALL =
            List.of(
                    MODE,
                    HASH_SECRET,
                    PUBLIC_CATALOGUE,
                    PUBLIC_METRICS,
                    JWT_ISSUER,
                    JWT_JWKS,
                    JWT_AUDIENCE,
                    JWT_CLOCK_SKEW,
                    JWT_PROJECT_CLAIM,
                    JWT_ROLE_CLAIM,
                    JWT_ADMINS,
                    JWT_DEFAULT_PROJECT);

    private AdmissionKeys() {}
}
