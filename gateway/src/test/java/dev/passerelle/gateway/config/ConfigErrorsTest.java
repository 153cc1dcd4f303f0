package dev.passerelle.gateway.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigErrorsTest {

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server:\\n  prot: 1 | yaml:2: server.prot is not a key; the nearest is server.port",
                "models:\\n - source: 'bundled:x'\\n   engine: { slot: 1 } | yaml:3: models[0].engine.slot is not a key; the nearest is models[].engine.slots",
                "server: 8080 | yaml:1: server holds keys, for example server.host, not a value",
                "models: { id: x } | yaml:1: models.id is not a key; the nearest is models[].id",
                "server:\\n  port: [1] | yaml:2: server.port takes one value, a whole number",
                "server:\\n  port:\\n    number: 1 | yaml:3: server.port takes one value, a whole number from 0 to 65535",
                "server: { port: http } | yaml:1: server.port is 'http'; allowed: a whole number from 0 to 65535",
                "server: { port: 65536 } | server.port is '65536'",
                "server: { max-body: 8 } | server.max-body is '8'; allowed: a size such as",
                "server: { max-body: 0MiB } | server.max-body is '0MiB'",
                "server: { drain-timeout: 30 s.} | server.drain-timeout is '30 s.'; allowed: a duration such as",
                "server: { allow-open-network: yes please } | allowed: `true` or `false`",
                "server: { host: 0.0.0.0 } | yaml:1: server.host is '0.0.0.0', which others can reach",
                "server: { host: no-such.invalid } | server.host is 'no-such.invalid', which is no address",
                "admission: { mode: keys } | yaml:1: admission.mode is 'keys'; allowed: `open` (this version asks for no keys)",
                "limits: { redis-url: x } | yaml:1: limits.redis-url is not supported by this version",
                "models: [{ id: a, deployments: [{ base-url: x }] }] | models[0].deployments[0].base-url is not supported by this version",
                "models: [{ id: a }] | yaml:1: models[0].source is missing; use bundled:NAME",
                "models: [{ source: 'ftp://x' }] | yaml:1: models[0].source: 'ftp://x' is not a model source",
                "models: [{ source: 'bundled:a', engine: { device: 'cuda:0' } }] | models[0].engine.device is 'cuda:0'; allowed: `auto`, `cpu` (this version uses no GPU)",
                "models: [{ source: 'bundled:a', engine: { precision: fp8 } }] | allowed: `as-stored`, `fp32`, `int8`, `int4`",
                "models:\\n - source: bundled:a\\n - source: bundled:A | yaml:3: models[1].id is 'a', which models[0].id is already",
                "models:\\n - source: bundled:a\\n - source: bundled:b\\n   aliases: [c, a] | yaml:4: models[1].aliases is 'a', which models[0].id is already",
                "models: [{ source: 'bundled:a', aliases: [b, b] }] | models[0].aliases is 'b', which models[0].aliases is already",
                "models: [{ source: 'bundled:a', aliases: [[b]] }] | models[0].aliases takes names, not lists or keys",
                "models: [{ source: 'bundled:a', aliases: [b, ''] }] | models[0].aliases is 'b,'; allowed: a list of names",
                "models: [{ source: 'bundled:a', load: lazily }] | models[0].load is 'lazily'; allowed: `start`, `first-use`",
                "models:\\n - source: bundled:a\\n   refresh: 1h | yaml:3: models[0].refresh is given, but bundled:a never moves",
                "models: [{ source: 'hf:a/b@0123456789012345678901234567890123456789', refresh: 1h }] | never moves; leave the key out",
                "models: [{ source: 'hf:a/b', refresh: often }] | models[0].refresh is 'often'; allowed: a duration such as",
                "models:\\n - source: bundled:a\\n   price:\\n    prompt: 1 | yaml:4: models[0].price.currency is missing; a price needs an ISO 4217 code such as `EUR`",
                "models: [{ source: 'bundled:a', price: { currency: EUR } }] | models[0].price.prompt is missing; a price needs an amount",
                "models: [{ source: 'bundled:a', price: { prompt: -1 } }] | models[0].price.prompt is '-1'; allowed: an amount such as `0.25`",
                "models: [{ source: 'bundled:a', price: { prompt: 1, currency: euro } }] | models[0].price.currency is 'euro'",
                "memory: { budget: much } | yaml:1: memory.budget is 'much'; allowed: a size such as",
                "models: [] | yaml:1: models is empty",
                "server: { port: 1 }\\nserver: { port: 2 } | yaml:2: server is given twice, first in line 1",
                "server: &s { port: 1 } | yaml:1: server: anchors and aliases are not supported",
                "server: { port: 1 }\\n---\\nserver: { port: 2 } | yaml:3: a second document begins here",
                "- a | yaml:1: the file must hold keys",
                "server: { port: 1 | yaml:1: not YAML",
                "server: { port: '${NOPE}' } | yaml:1: server.port: the environment has no variable NOPE",
            })
    void saysWhereWhatAndHow(String yaml, String message) throws IOException {
        Path file =
                Files.writeString(directory.resolve("passerelle.yaml"), yaml.replace("\\n", "\n"));

        assertThatThrownBy(() -> new ConfigLoader(Map.of()).load(file, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void namesTheVariableAndTheFlag() {
        var loader = new ConfigLoader(Map.of("PASSERELLE_SERVER_PORT", "x"));

        assertThatThrownBy(() -> loader.load(null, Map.of()))
                .hasMessageStartingWith(
                        "environment variable PASSERELLE_SERVER_PORT: server.port is 'x'");
        assertThatThrownBy(() -> loader.load(null, Map.of("server.port", "y")))
                .hasMessageStartingWith("--port: server.port is 'y'");
    }

    @Test
    void namesAMissingFile() {
        Path file = directory.resolve("none.yaml");

        assertThatThrownBy(() -> new ConfigLoader(Map.of()).load(file, Map.of()))
                .hasMessage(file + ": there is no such configuration file");
    }
}
