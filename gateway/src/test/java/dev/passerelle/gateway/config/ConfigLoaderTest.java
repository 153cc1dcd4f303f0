package dev.passerelle.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.Precision;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

    private static final String EVERY_KEY_OFF_ITS_DEFAULT =
            """
            server:
              host: 0.0.0.0
              port: 9090
              max-body: 512KiB
              drain-timeout: 5m
              allow-open-network: true
            admission:
              mode: open     # has no other value yet
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
                engine:
                  slots: 4
                  max-length: 1024
                  queue-length: 7
                  queue-deadline: 9s
                  prefill-chunk: 32
                  threads: 3
                  precision: int8
                  device: cpu
            """;

    @TempDir Path directory;

    @Test
    void servesBothBundledModelsOnLoopbackByDefault() {
        assertThat(load("", Map.of(), Map.of()))
                .isEqualTo(
                        new GatewayConfig(
                                new ServerConfig(
                                        "127.0.0.1", 8080, 8L << 20, Duration.ofSeconds(30), false),
                                AdmissionConfig.OPEN,
                                LimitsConfig.NONE,
                                StorageConfig.DEFAULT,
                                null,
                                List.of(
                                        new ModelConfig(
                                                "smollm2-135m-instruct",
                                                new ModelSource.Bundled("SmolLM2-135M-Instruct"),
                                                EngineOptions.DEFAULT),
                                        new ModelConfig(
                                                "bge-small-en-v1.5",
                                                new ModelSource.Bundled("bge-small-en-v1.5"),
                                                EngineOptions.DEFAULT))));
        assertThat(new ConfigLoader(Map.of()).load(null, Map.of()))
                .isEqualTo(load("", Map.of(), Map.of()));
    }

    @Test
    void mapsEveryKey() {
        assertThat(load(EVERY_KEY_OFF_ITS_DEFAULT, Map.of(), Map.of()))
                .isEqualTo(
                        new GatewayConfig(
                                new ServerConfig(
                                        "0.0.0.0", 9090, 512L << 10, Duration.ofMinutes(5), true),
                                AdmissionConfig.OPEN,
                                LimitsConfig.NONE,
                                StorageConfig.DEFAULT,
                                6L << 30,
                                List.of(
                                        new ModelConfig(
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
                                                        Precision.INT8),
                                                true,
                                                ModelConfig.Load.FIRST_USE,
                                                true,
                                                Duration.ofHours(1),
                                                "fr-par",
                                                new Price(
                                                        new BigDecimal("0.10"),
                                                        new BigDecimal("0.25"),
                                                        "EUR"),
                                                Limits.NONE))));
        assertThat(YamlSettings.parse("f", EVERY_KEY_OFF_ITS_DEFAULT).keySet())
                .as("the example has every key")
                .containsExactlyInAnyOrderElementsOf(
                        ConfigKeys.ALL.stream().map(key -> key.at(0)).toList());
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
                .containsKeys("PASSERELLE_SERVER_MAX_BODY", "PASSERELLE_MODELS_0_ENGINE_SLOTS");
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
    void namesAModelAfterItsSource() {
        assertThat(load("models: [{ source: 'hf:org/Name' }]", Map.of(), Map.of()).models())
                .extracting(ModelConfig::id)
                .containsExactly("name");
    }

    private GatewayConfig load(
            String yaml, Map<String, String> environment, Map<String, String> flags) {
        try {
            Path file = Files.writeString(directory.resolve("passerelle.yaml"), yaml);
            return new ConfigLoader(environment).load(file, flags);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
