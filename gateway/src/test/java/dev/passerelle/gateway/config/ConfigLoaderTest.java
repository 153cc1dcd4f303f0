package dev.passerelle.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tls.TestIdentity;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.runtime.Device;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.KvPrecision;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.PrefixCaching;
import dev.passerelle.runtime.Speculation;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {

    private static final String EVERY_KEY_OFF_ITS_DEFAULT =
            """
            server:
              host: 0.0.0.0
              port: 9090
              max-body: 512KiB
              drain-timeout: 5m
              allow-open-network: true
              admin-port: 9091
              admin-host: 127.0.0.2
              tls:
                certificate: tls/chain.pem
                private-key: /etc/key.pem
              cors:
                origins: ["https://a.example", "http://localhost:3000"]
              header-timeout: 1s
              body-timeout: 2s
              idle-timeout: 3s
              max-header-size: 8KiB
              max-connections: 0
            admission:
              mode: keys
              hash-secret: 0123456789abcdef0123456789abcdef
              public-catalogue: false
              public-metrics: true
              jwt:
                issuer: https://id.example/realm
                jwks: http://localhost:1/keys
                audience: [gateway, all]
                clock-skew: 5s
                project-claim: prj
                role-claim: rl
                admins: true
                default-project: acme/web
            limits:
              redis-url: rediss://:pw@redis.example:6379/1
              when-unavailable: local
              organisations:
                - name: acme
                  requests-per-minute: 11
                  tokens-per-minute: 12
                  concurrent-requests: 13
                  tokens-per-day: 14
                  tokens-per-month: 15
                  money-per-day: 0.1
                  money-per-month: 2.5
              projects:
                - name: acme/web
                  requests-per-minute: 21
                  tokens-per-minute: 22
                  concurrent-requests: 23
                  tokens-per-day: 24
                  tokens-per-month: 25
                  money-per-day: 0.000000001
                  money-per-month: 9000000
                  weight: 3
                  priority: -4
                  log-prompts: true
            storage:
              url: jdbc:postgresql://db.example/passerelle
              user: passerelle
              password: pass word
            memory:
              budget: 6GiB
            models:
              - id: tiny
                source: hf:org/tiny@main:Q4_1
                aliases: [small, org/small]
                load: first-use
                pinned: true
                refresh: 1h
                region: fr-par
                price:
                  prompt: 0.10
                  completion: 0.25
                  currency: EUR
                limits:
                  requests-per-minute: 31
                  tokens-per-minute: 32
                  concurrent-requests: 33
                  tokens-per-day: 34
                  tokens-per-month: 35
                  money-per-day: 4
                  money-per-month: 5
                engine:
                  slots: 4
                  max-length: 1024
                  queue-length: 7
                  queue-deadline: 9s
                  prefill-chunk: 32
                  threads: 3
                  precision: int8
                  device: cuda:1
                  prefix-cache: 64MiB
                  prefix-cache-per-project: false
                  speculation: 5
                  speculation-rows: 2
                  kv-precision: fp16
                weight: 2
                routing:
                  policy: prefix-affinity
                  attempts: 5
                  fallbacks: [second]
                  hedge-after: 700ms
                  affinity-load: 1.5
                deployments:
                  - name: paris
                    base-url: https://llm.example/v1/
                    api-key: sk-1
                    model: Tiny-Instruct
                    headers: { X-Team: "ai: one", X-Key: s3 }
                    region: fr-par
                    price:
                      prompt: 1
                      completion: 2
                      currency: EUR
                    weight: 7
                    limits:
                      requests-per-minute: 41
                      tokens-per-minute: 42
                      concurrent-requests: 43
                      tokens-per-day: 44
                      tokens-per-month: 45
                      money-per-day: 6
                      money-per-month: 7
                    protocol: http/2
                    max-completion-tokens: 100
                    connect-timeout: 1s
                    first-token-timeout: 2s
                    between-tokens-timeout: 3s
                    max-connections: 9
                    health:
                      path: /models
                      interval: 4s
                    canary:
                      percent: 2.5
                      keys: [k1, k2]
                  - base-url: http://localhost:8000
                    api-key-file: upstream.key
                    ca-file: chain.pem
                    shadow:
                      percent: 1
              - id: other
                aliases: [second]
                deployments:
                  - base-url: https://llm.example
            routing:
              retry-percent: 12.5
              retries-per-second: 3
              breaker-failures: 4
              breaker-pause: 6s
            cache:
              max-size: 64MiB
              ttl: 2h
              charge-tokens: true
              redis-url: redis://:pw@cache.example:6379/2
              semantic:
                model: tiny
                threshold: 0.9
                max-entries: 50
            telemetry:
              access-log: logs/access.log
              otlp-endpoint: http://collector:4318/
              sample-percent: 10
              service-name: door
            """;

    @TempDir Path directory;

    @Test
    void servesBothBundledModelsOnLoopbackByDefault() {
        List<ModelConfig> bundled =
                List.of(
                        new ModelConfig(
                                "smollm2-135m-instruct",
                                new ModelSource.Bundled("SmolLM2-135M-Instruct"),
                                EngineOptions.DEFAULT),
                        new ModelConfig(
                                "bge-small-en-v1.5",
                                new ModelSource.Bundled("bge-small-en-v1.5"),
                                EngineOptions.DEFAULT));
        assertThat(load("", Map.of(), Map.of()))
                .isEqualTo(
                        new GatewayConfig(
                                new ServerConfig(
                                        "127.0.0.1", 8080, 8L << 20, Duration.ofSeconds(30), false),
                                AdmissionConfig.OPEN,
                                LimitsConfig.NONE,
                                StorageConfig.DEFAULT,
                                null,
                                bundled,
                                bundled.stream().map(ModelRoute::of).toList(),
                                ResilienceConfig.DEFAULT,
                                CacheConfig.NONE,
                                TelemetryConfig.NONE));
        assertThat(new ConfigLoader(Map.of()).load(null, Map.of()))
                .isEqualTo(load("", Map.of(), Map.of()));
    }

    @Test
    void mapsEveryKey() {
        GatewayConfig config = load(EVERY_KEY_OFF_ITS_DEFAULT, Map.of(), Map.of());

        assertThat(config.server()).isEqualTo(server(directory.resolve("tls/chain.pem")));
        assertThat(config.admission()).isEqualTo(admission());
        assertThat(config.limits())
                .isEqualTo(
                        new LimitsConfig(
                                URI.create("rediss://:pw@redis.example:6379/1"),
                                LimitsConfig.WhenUnavailable.LOCAL,
                                Map.of("acme", limits(10, 100_000_000_000L, 2_500_000_000_000L)),
                                Map.of(
                                        new Project("acme", "web"),
                                        new LimitsConfig.ProjectConfig(
                                                limits(20, 1_000, 9_000_000_000_000_000_000L),
                                                3,
                                                -4,
                                                true))));
        assertThat(config.storage())
                .isEqualTo(
                        new StorageConfig(
                                "jdbc:postgresql://db.example/passerelle",
                                "passerelle",
                                "pass word"));
        assertThat(config.memoryBudget()).isEqualTo(6L << 30);
        assertThat(config.models()).containsExactly(model());
        assertThat(config.routes()).containsExactly(route(), other());
        assertThat(config.routing())
                .isEqualTo(new ResilienceConfig(12.5, 3, 4, Duration.ofSeconds(6)));
        assertThat(config.cache())
                .isEqualTo(
                        new CacheConfig(
                                64L << 20,
                                Duration.ofHours(2),
                                true,
                                URI.create("redis://:pw@cache.example:6379/2"),
                                new CacheConfig.Semantic("tiny", 0.9, 50)));
        assertThat(config.telemetry())
                .isEqualTo(
                        new TelemetryConfig(
                                directory.resolve("logs/access.log").toString(),
                                URI.create("http://collector:4318"),
                                10,
                                "door"));
        assertThat(
                        Stream.concat(
                                        YamlSettings.parse("f", EVERY_KEY_OFF_ITS_DEFAULT)
                                                .keySet()
                                                .stream(),
                                        Stream.of(
                                                ServerKeys.TLS_KEYSTORE.name(),
                                                ServerKeys.TLS_KEYSTORE_PASSWORD.name(),
                                                ModelKeys.ADAPTER_ID.name(),
                                                ModelKeys.ADAPTER_SOURCE.name()))
                                .map(ConfigKey::nameOf)
                                .distinct())
                .as("the example has every key, but those that exclude others, and AdaptersTest's")
                .containsExactlyInAnyOrderElementsOf(
                        ConfigKeys.ALL.stream().map(ConfigKey::name).toList());
    }

    @Test
    void takesAKeystoreInsteadOfPem() {
        String file = "server: { tls: { keystore: a.p12, keystore-password: ' pw ' } }";

        assertThat(load(file, Map.of(), Map.of()).server().tls())
                .isEqualTo(new TlsConfig.Keystore(directory.resolve("a.p12"), " pw "));
    }

    @Test
    void listensAnywhereOnceKeysAreAskedFor() {
        String file = "server: { host: 0.0.0.0 }\nadmission: { mode: keys }";

        assertThat(load(file, Map.of(), Map.of()).server().allowOpenNetwork()).isTrue();
    }

    @Test
    void showsEverythingInOpenMode() {
        String file = "admission: { public-catalogue: false, public-metrics: false }";

        assertThat(load(file, Map.of(), Map.of()).admission()).isEqualTo(AdmissionConfig.OPEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "0", "'off'"})
    void keepsNoPromptsWithAPrefixCacheThatIsOff(String off) {
        String file = "models: [{ source: 'bundled:x', engine: { prefix-cache: " + off + " } }]";

        assertThat(load(file, Map.of(), Map.of()).models())
                .extracting(model -> model.engine().prefixCaching())
                .containsExactly(new PrefixCaching(0, true));
    }

    @Test
    void takesAnH2FilesRelativePathFromTheFilesDirectory() {
        assertThat(load("storage: { url: 'jdbc:h2:./a/b;MODE=X' }", Map.of(), Map.of()).storage())
                .extracting(StorageConfig::url)
                .isEqualTo("jdbc:h2:file:" + directory + "/a/b;MODE=X");
    }

    private static ServerConfig server(Path certificate) {
        return new ServerConfig(
                "0.0.0.0",
                9090,
                512L << 10,
                Duration.ofMinutes(5),
                true,
                new ServerConfig.Admin("127.0.0.2", 9091),
                new TlsConfig.Pem(certificate, Path.of("/etc/key.pem")),
                List.of("https://a.example", "http://localhost:3000"),
                new ClientLimits(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        8 << 10,
                        0));
    }

    private static AdmissionConfig admission() {
        return new AdmissionConfig(
                AdmissionConfig.Mode.KEYS,
                "0123456789abcdef0123456789abcdef",
                new AdmissionConfig.Jwt(
                        URI.create("https://id.example/realm"),
                        URI.create("http://localhost:1/keys"),
                        List.of("gateway", "all"),
                        Duration.ofSeconds(5),
                        "prj",
                        "rl",
                        true,
                        "acme/web"),
                false,
                true);
    }

    private static ModelConfig model() {
        return new ModelConfig(
                "tiny",
                List.of("small", "org/small"),
                new ModelSource.Hub("org/tiny", "main", "Q4_1"),
                new EngineOptions(
                        4,
                        1024,
                        7,
                        Duration.ofSeconds(9),
                        32,
                        3,
                        Precision.INT8,
                        new Device.Cuda(1),
                        new PrefixCaching(64L << 20, false),
                        new Speculation(5, 2),
                        KvPrecision.FP16),
                true,
                ModelConfig.Load.FIRST_USE,
                true,
                Duration.ofHours(1),
                "fr-par",
                new Price(new BigDecimal("0.10"), new BigDecimal("0.25"), "EUR"),
                limits(30, 4_000_000_000_000L, 5_000_000_000_000L));
    }

    private static ModelRoute route() {
        Price price = new Price(BigDecimal.ONE, BigDecimal.TWO, "EUR");
        return new ModelRoute(
                "tiny",
                List.of("small", "org/small"),
                model().price(),
                model().limits(),
                new RoutingConfig(
                        RoutingConfig.Policy.PREFIX_AFFINITY,
                        5,
                        List.of("other"),
                        Duration.ofMillis(700),
                        1.5),
                List.of(
                        DeploymentConfig.Local.of(model(), 2),
                        new DeploymentConfig.Upstream(
                                "paris",
                                new DeploymentConfig.Share(
                                        "fr-par",
                                        price,
                                        7,
                                        limits(40, 6_000_000_000_000L, 7_000_000_000_000L),
                                        new DeploymentConfig.Canary(2.5, Set.of("k1", "k2")),
                                        0),
                                URI.create("https://llm.example/v1"),
                                "sk-1",
                                "Tiny-Instruct",
                                Map.of("X-Team", "ai: one", "X-Key", "s3"),
                                DeploymentConfig.Protocol.HTTP_2,
                                100,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                9,
                                new DeploymentConfig.HealthCheck("/models", Duration.ofSeconds(4))),
                        upstream(
                                "deployment-1",
                                "http://localhost:8000",
                                "sk-2",
                                "tiny",
                                1,
                                List.of(TestIdentity.of("EC").certificate()))));
    }

    private static ModelRoute other() {
        return new ModelRoute(
                "other",
                List.of("second"),
                null,
                Limits.NONE,
                RoutingConfig.DEFAULT,
                List.of(
                        upstream(
                                "deployment-1", "https://llm.example", "", "other", 0, List.of())));
    }

    /// One with the defaults.
    private static DeploymentConfig upstream(
            String name,
            String url,
            String key,
            String model,
            double shadow,
            List<X509Certificate> authorities) {
        return new DeploymentConfig.Upstream(
                name,
                new DeploymentConfig.Share(null, null, 1, Limits.NONE, null, shadow),
                URI.create(url),
                key,
                model,
                Map.of(),
                DeploymentConfig.Protocol.AUTO,
                4096,
                Duration.ofSeconds(2),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                256,
                null,
                authorities);
    }

    /// Capacities that follow the base, one more for each measure.
    private static Limits limits(long base, long moneyPerDay, long moneyPerMonth) {
        return new Limits(
                Map.of(
                        Measure.REQUESTS_PER_MINUTE,
                        base + 1,
                        Measure.TOKENS_PER_MINUTE,
                        base + 2,
                        Measure.CONCURRENT_REQUESTS,
                        base + 3,
                        Measure.TOKENS_PER_DAY,
                        base + 4,
                        Measure.TOKENS_PER_MONTH,
                        base + 5,
                        Measure.MONEY_PER_DAY,
                        moneyPerDay,
                        Measure.MONEY_PER_MONTH,
                        moneyPerMonth));
    }

    @Test
    void readsEveryKeyFromTheEnvironment() {
        var file = YamlSettings.parse("f", EVERY_KEY_OFF_ITS_DEFAULT);
        var environment =
                file.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        entry -> ConfigKey.variable(entry.getKey()),
                                        entry -> entry.getValue().text()));

        assertThat(environment)
                .containsKeys(
                        "PASSERELLE_SERVER_MAX_BODY",
                        "PASSERELLE_MODELS_0_ENGINE_SLOTS",
                        "PASSERELLE_LIMITS_PROJECTS_0_MONEY_PER_DAY",
                        "PASSERELLE_MODELS_0_DEPLOYMENTS_1_API_KEY_FILE",
                        "PASSERELLE_SERVER_TLS_PRIVATE_KEY");
        assertThat(load("", environment, Map.of()))
                .isEqualTo(load(EVERY_KEY_OFF_ITS_DEFAULT, Map.of(), Map.of()));
    }

    @Test
    void prefersFlagsToTheEnvironmentAndTheEnvironmentToTheFile() {
        String file = "server: { port: 1, drain-timeout: 1s, max-body: 1MiB }";
        var environment =
                Map.of("PASSERELLE_SERVER_PORT", "2", "PASSERELLE_SERVER_DRAIN_TIMEOUT", "2s");

        ServerConfig server = load(file, environment, Map.of("server.port", "3")).server();

        assertThat(server.port()).isEqualTo(3);
        assertThat(server.drainTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(server.maxBodyBytes()).isEqualTo(1 << 20);
    }

    @Test
    void expandsReferencesToTheEnvironment() {
        String file =
                """
                server: { port: "${PORT:-8081}" }
                models:
                  - source: file:/${WHERE}/x-${UNSET:-y}${EMPTY:-z}
                    id: $${WHERE}
                """;

        GatewayConfig config = load(file, Map.of("WHERE", "m: [", "EMPTY", ""), Map.of());

        assertThat(config.server().port()).isEqualTo(8081);
        assertThat(config.models().getFirst().source()).hasToString("file:/m: [/x-yz");
        assertThat(config.models().getFirst().id()).isEqualTo("${WHERE}");
    }

    @Test
    void ignoresVariablesThatAreNoKey() {
        var environment = Map.of("PASSERELLE_HOME", "/x", "PASSERELLE_PORT", "tcp://10.0.0.1:80");

        assertThat(load("", environment, Map.of())).isEqualTo(load("", Map.of(), Map.of()));
    }

    @Test
    void takesRelativePathsFromTheFilesDirectory() {
        assertThat(load("models: [{ source: 'file:models/tiny' }]", Map.of(), Map.of()).models())
                .extracting(ModelConfig::source)
                .containsExactly(new ModelSource.Local(directory.resolve("models/tiny")));
    }

    @Test
    void readsNamesFromAListOrFromText() {
        String list = "models:\n - source: bundled:a\n   aliases:\n    - ${ONE}\n    - two";
        String text = "models: [{ source: 'bundled:a', aliases: 'one, two' }]";

        assertThat(load(list, Map.of("ONE", "one"), Map.of()))
                .isEqualTo(load(text, Map.of(), Map.of()));
        assertThat(load(text, Map.of(), Map.of()).models().getFirst().aliases())
                .containsExactly("one", "two");
    }

    @Test
    void numbersDeploymentsWithoutAName() {
        String file =
                """
                models:
                  - id: m
                    deployments:
                      - { base-url: "http://[::1]:1" }
                      - { base-url: "http://h" }
                      - { base-url: "http://h:80/v1" }
                      - { base-url: "http://x", name: deployment-2 }
                """;

        assertThat(load(file, Map.of(), Map.of()).routes().getFirst().deployments())
                .extracting(DeploymentConfig::name)
                .containsExactly("deployment-1", "deployment-3", "deployment-4", "deployment-2");
    }

    @Test
    void warnsOfKeysThatAreSentReadable() {
        String file =
                """
                models:
                  - id: m
                    deployments:
                      - { base-url: "http://localhost", api-key: hunter2 }
                      - { base-url: "https://a", api-key: hunter2 }
                      - { base-url: "http://b" }
                      - { base-url: "http://c", api-key: hunter2 }
                """;

        assertThat(load(file, Map.of(), Map.of()).warnings())
                .containsExactly(
                        "model m: the key of deployment deployment-4 is sent readable, by http; use https");
    }

    @Test
    void showsNoSecretsOfDeployments() {
        String file =
                """
                models:
                  - id: m
                    deployments: [{ base-url: "https://a", api-key: hunter2, headers: { K: hunter2 } }]
                cache: { max-size: 1MiB, redis-url: "redis://:hunter2@h" }
                """;

        assertThat(load(file, Map.of(), Map.of()).toString()).doesNotContain("hunter2");
    }

    @Test
    void tellsWhichFilesItWasReadFrom() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("passerelle.yaml"),
                        "models: [{ id: m, deployments: [{ base-url: 'http://h', api-key-file: a/key }] }]");
        Path key = Files.createDirectory(directory.resolve("a")).resolve("key");
        Files.writeString(key, "k");

        assertThat(new ConfigLoader(Map.of()).read(file, Map.of()).files())
                .containsExactlyInAnyOrder(file, key);
    }

    @Test
    void namesAModelAfterItsSource() {
        assertThat(load("models: [{ source: 'hf:org/Name' }]", Map.of(), Map.of()).models())
                .extracting(ModelConfig::id)
                .containsExactly("name");
    }

    private GatewayConfig load(
            String yaml, Map<String, String> environment, Map<String, String> flags) {
        try {
            Files.writeString(directory.resolve("upstream.key"), "sk-2\n");
            TestIdentity.of("EC").pem(directory);
            Path file = Files.writeString(directory.resolve("passerelle.yaml"), yaml);
            return new ConfigLoader(environment).load(file, flags);
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
