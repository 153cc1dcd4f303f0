package dev.passerelle.gateway.config;

import dev.passerelle.gateway.tenancy.Measure;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Keys of one entry of `models[].deployments`.
final class DeploymentKeys {
    private static final ValueType<String> PATH =
            new ValueType<>(
                    "a path such as `/models`",
                    text -> Optional.of(text).filter(path -> path.matches("/[!-~]*")));

    static final ConfigKey<String> NAME =
            new ConfigKey<>(
                    "models[].deployments[].name",
                    DeploymentNames.NAME,
                    "(`deployment-1` and so on)",
                    "Its name in metrics, logs, health and the header `x-passerelle-deployment`; differs from those of the model's others.");

    static final ConfigKey<URI> BASE_URL =
            new ConfigKey<>(
                    "models[].deployments[].base-url",
                    Addresses.API,
                    "(required)",
                    "Where its OpenAI API begins; `/chat/completions` and so on are put after it.");

    static final ConfigKey<String> API_KEY =
            new ConfigKey<>(
                    "models[].deployments[].api-key",
                    Headers.TOKEN,
                    "(none)",
                    "Its key, sent as a bearer token.");

    static final ConfigKey<String> API_KEY_FILE =
            new ConfigKey<>(
                    "models[].deployments[].api-key-file",
                    ValueType.TEXT,
                    "(none)",
                    "File that holds its key, instead of `api-key`; a relative path starts from the configuration file's directory.");

    static final ConfigKey<String> CA_FILE =
            new ConfigKey<>(
                    "models[].deployments[].ca-file",
                    ValueType.TEXT,
                    "(none)",
                    "PEM file of certificates that vouch for its own, beside those Java trusts; a relative path starts from the configuration file's directory.");

    static final ConfigKey<String> MODEL =
            new ConfigKey<>(
                    "models[].deployments[].model",
                    ValueType.TEXT,
                    "(`models[].id`)",
                    "The model's name there.");

    static final ConfigKey<Map<String, String>> HEADERS =
            new ConfigKey<>(
                    "models[].deployments[].headers",
                    Headers.TYPE,
                    "(none)",
                    "Further headers of each request to it.");

    static final ConfigKey<String> REGION =
            new ConfigKey<>(
                    "models[].deployments[].region",
                    ValueType.TEXT,
                    "(none)",
                    "Where it runs; calls confined to regions go only to deployments that name one of them.");

    static final ConfigKey<Integer> WEIGHT =
            new ConfigKey<>(
                    "models[].deployments[].weight",
                    ValueType.integer(1, 1_000),
                    "1",
                    "Its share of the calls, in proportion to the others'.");

    static final ConfigKey<DeploymentConfig.Protocol> PROTOCOL =
            new ConfigKey<>(
                    "models[].deployments[].protocol",
                    ValueType.oneOf(DeploymentConfig.Protocol.class, DeploymentKeys::spelt),
                    "auto",
                    "HTTP version; `auto` is HTTP/2 where TLS agrees on it, else HTTP/1.1; `http/2`"
                            + " over `http:` asks for it by an upgrade, so HTTP/1.1 where the server makes none.");

    static final ConfigKey<Integer> MAX_COMPLETION_TOKENS =
            new ConfigKey<>(
                    "models[].deployments[].max-completion-tokens",
                    ValueType.integer(1, 10_000_000),
                    "4096",
                    "Tokens reserved for an answer whose request names no maximum.");

    static final ConfigKey<Duration> CONNECT_TIMEOUT =
            new ConfigKey<>(
                    "models[].deployments[].connect-timeout",
                    Quantities.WAIT,
                    "2s",
                    "How long a connection may take to be made, or to become free.");

    static final ConfigKey<Duration> FIRST_TOKEN_TIMEOUT =
            new ConfigKey<>(
                    "models[].deployments[].first-token-timeout",
                    Quantities.WAIT,
                    "60s",
                    "How long the first bytes of an answer may take.");

    static final ConfigKey<Duration> BETWEEN_TOKENS_TIMEOUT =
            new ConfigKey<>(
                    "models[].deployments[].between-tokens-timeout",
                    Quantities.WAIT,
                    "30s",
                    "How long the next bytes may take.");

    static final ConfigKey<Integer> MAX_CONNECTIONS =
            new ConfigKey<>(
                    "models[].deployments[].max-connections",
                    ValueType.integer(1, 65_536),
                    "256",
                    "Connections to it at once.");

    static final ConfigKey<String> HEALTH_PATH =
            new ConfigKey<>(
                    "models[].deployments[].health.path",
                    PATH,
                    "(none: only calls tell)",
                    "Path below `base-url` that is asked whether it is there, e.g. `/models`.");

    static final ConfigKey<Duration> HEALTH_INTERVAL =
            new ConfigKey<>(
                    "models[].deployments[].health.interval", Quantities.WAIT, "10s", "How often.");

    static final ConfigKey<Double> CANARY_PERCENT =
            new ConfigKey<>(
                    "models[].deployments[].canary.percent",
                    Quantities.PERCENT,
                    "0",
                    "A deployment on trial: of the model's calls, how many it gets; no share of the others.");

    static final ConfigKey<List<String>> CANARY_KEYS =
            new ConfigKey<>(
                    "models[].deployments[].canary.keys",
                    ValueType.NAMES,
                    "(none)",
                    "A deployment on trial: ids of keys all of whose calls it gets.");

    static final ConfigKey<Double> SHADOW_PERCENT =
            new ConfigKey<>(
                    "models[].deployments[].shadow.percent",
                    Quantities.number("a percentage such as `2.5`", "0.001", "100"),
                    "(none)",
                    "Of the calls that others answer, how many it gets a copy of; its answers are thrown away, and nobody pays for them.");

    static final PriceKeys PRICE = PriceKeys.of("models[].deployments[]");
    static final Map<Measure, ConfigKey<Long>> LIMITS =
            LimitKeys.of("models[].deployments[].limits");

    static final List<ConfigKey<?>> ALL =
            Stream.<Stream<? extends ConfigKey<?>>>of(
                            Stream.of(
                                    NAME,
                                    BASE_URL,
                                    API_KEY,
                                    API_KEY_FILE,
                                    CA_FILE,
                                    MODEL,
                                    HEADERS,
                                    REGION),
                            PRICE.all(),
                            Stream.of(
                                    WEIGHT,
                                    PROTOCOL,
                                    MAX_COMPLETION_TOKENS,
                                    CONNECT_TIMEOUT,
                                    FIRST_TOKEN_TIMEOUT,
                                    BETWEEN_TOKENS_TIMEOUT,
                                    MAX_CONNECTIONS,
                                    HEALTH_PATH,
                                    HEALTH_INTERVAL,
                                    CANARY_PERCENT,
                                    CANARY_KEYS,
                                    SHADOW_PERCENT),
                            LimitKeys.inOrder(LIMITS))
                    .<ConfigKey<?>>flatMap(keys -> keys)
                    .toList();

    private DeploymentKeys() {}

    private static String spelt(DeploymentConfig.Protocol protocol) {
        return switch (protocol) {
            case AUTO -> "auto";
            case HTTP_1_1 -> "http/1.1";
            case HTTP_2 -> "http/2";
        };
    }
}
