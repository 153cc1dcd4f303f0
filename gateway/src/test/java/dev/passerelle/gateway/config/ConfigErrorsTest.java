package dev.passerelle.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                "server: { admin-port: 1, admin-host: 0.0.0.0 } | yaml:1: server.admin-host is '0.0.0.0', which others can reach",
                "server: { header-timeout: 0s } | server.header-timeout is '0s'; allowed: a duration",
                "server: { tls: { certificate: a } } | yaml:1: server.tls.private-key is missing; server.tls.certificate is of no use without it",
                "server: { tls: { private-key: a } } | server.tls.certificate is missing",
                "server: { tls: { keystore: a } } | server.tls.keystore-password is missing",
                "server: { tls: { keystore: a, certificate: b } } | server.tls.keystore is given beside PEM files; keep one",
                "server: { cors: { origins: ['*'] } } | server.cors.origins is '*'; allowed: a list of origins such as `https://chat.example.com`",
                "server: { cors: { origins: 'https://a.example/path' } } | server.cors.origins is 'https://a.example/path'",
                "admission: { mode: closed } | yaml:1: admission.mode is 'closed'; allowed: `open`, `keys`",
                "admission: { hash-secret: short } | yaml:1: admission.hash-secret can't be used; allowed: at least 32 characters",
                "admission: { jwt: { issuer: 'http://id.example' } } | admission.jwt.issuer is 'http://id.example'; allowed: an address that begins with `https://`",
                "admission: { mode: keys, jwt: { issuer: 'https://id.example' } } | admission.jwt.audience is missing; without it tokens for other services",
                "admission: { mode: keys, jwt: { audience: a } } | yaml:1: admission.jwt.issuer is missing",
                "admission: { jwt: { issuer: 'http://127.0.0.1:1/x', audience: a } } | admission.jwt.issuer is given, but nobody is asked for a token; set admission.mode to keys",
                "admission: { mode: keys, jwt: { issuer: 'https://x', audience: a, default-project: A/b } } | admission.jwt.default-project is 'A/b'; allowed: `name` or `organisation/name`",
                "limits: { redis-url: x } | yaml:1: limits.redis-url can't be used; allowed: an address such as `redis://",
                "limits: { projects: [{ weight: 2 }] } | yaml:1: limits.projects[0].name is missing; limits need `name` or `organisation/name`",
                "limits: { projects: [{ name: a }, { name: default/a }] } | limits.projects[1].name is 'default/a', which has limits already",
                "limits: { organisations: [{ name: a }, { name: a }] } | limits.organisations[1].name is 'a', which has limits already",
                "limits: { organisations: [{ name: a/b }] } | limits.organisations[0].name is 'a/b'; allowed: a name of up to 64",
                "limits: { organisations: [{ name: a, tokens-per-day: 0 }] } | limits.organisations[0].tokens-per-day is '0'; allowed: a whole number from 1",
                "limits: { projects: [{ name: a, priority: -101 }] } | limits.projects[0].priority is '-101'; allowed: a whole number from -100 to 100",
                "limits: { projects: [{ name: a, money-per-day: 9000001 }] } | limits.projects[0].money-per-day is '9000001'; allowed: an amount",
                "limits:\\n  projects:\\n  - name: a\\n    money-per-day: 1 | yaml:4: limits.projects[0].money-per-day limits money, but no model has a price",
                "limits: { projects: [{ name: a, money-per-day: 1 }] }\\nmodels: [{ source: 'bundled:a', price: { prompt: 1, currency: EUR } }, { source: 'bundled:b', price: { prompt: 1, currency: USD } }] | limits money, but prices are in EUR and USD; give them all in one",
                "models: [{ source: 'bundled:a', price: { prompt: 1, currency: EUR } }, { source: 'bundled:b', limits: { money-per-month: 1 } }] | models[1].limits.money-per-month needs the model's price",
                "storage: { url: 'jdbc:mysql:x' } | yaml:1: storage.url can't be used; allowed: a JDBC URL that begins with `jdbc:postgresql:`",
                "storage: { password: '' } | yaml:1: storage.password can't be used; allowed: text",
                "models: [{ id: a, deployments: [{ base-url: x }] }] | yaml:1: models[0].deployments[0].base-url can't be used; allowed: an address such as `https://host/v1`",
                "models: [{ id: a, deployments: [{ base-url: 'https://u:p@h/v1' }] }] | base-url can't be used",
                "models: [{ id: a, deployments: [{ base-url: 'https://h/v1?k=x' }] }] | base-url can't be used",
                "models:\\n - id: a\\n   deployments:\\n    - weight: 2 | yaml:4: models[0].deployments[0].base-url is missing; use an address",
                "models: [{ deployments: [{ base-url: 'http://h/v1' }] }] | models[0].id is missing; a model without a source needs a name",
                "models: [{ id: a, deployments: [{ base-url: 'http://h/v1', name: 'a b' }] }] | models[0].deployments[0].name is 'a b'; allowed: a name of up to 128",
                "models: [{ id: a, deployments: [{ base-url: 'http://h', name: x }, { base-url: 'http://h', name: x }] }] | models[0].deployments[1].name is 'x', which another deployment of the model is",
                "models: [{ source: 'bundled:a', deployments: [{ base-url: 'http://h', name: local }] }] | models[0].deployments[0].name is 'local', which another deployment of the model is",
                "models: [{ id: a, deployments: [{ base-url: 'http://h/v1', api-key: k, api-key-file: f }] }] | models[0].deployments[0].api-key-file is given beside api-key",
                "models: [{ id: a, deployments: [{ base-url: 'http://h/v1', api-key-file: none.txt }] }] | models[0].deployments[0].api-key-file is 'none.txt', which can't be read as text: NoSuchFileException",
                "models: [{ id: a, deployments: [{ base-url: 'https://h/v1', ca-file: none.pem }] }] | models[0].deployments[0].ca-file is 'none.pem', which can't be read as PEM; give it certificates",
                "models: [{ id: a, deployments: [{ base-url: 'http://h/v1', api-key: 'a b' }] }] | models[0].deployments[0].api-key can't be used; allowed: text without spaces",
                "models: [{ id: a, deployments: [{ base-url: 'http://h/v1', headers: { Host: x } }] }] | models[0].deployments[0].headers can't be used; allowed: a text for each name",
                "models: [{ id: a, deployments: [{ base-url: 'http://h/v1', headers: { A: x, a: y } }] }] | models[0].deployments[0].headers can't be used",
                "models: [{ id: a, deployments: [{ base-url: 'http://h/v1', headers: { A: [x] } }] }] | models[0].deployments[0].headers takes a text for each name",
                "models: [{ id: a, deployments: [{ base-url: 'http://h/v1', headers: [x] }] }] | models[].deployments[].headers takes one value",
                "models: [{ id: a, deployments: [{ base-url: 'http://h/v1', api-key: k, headers: { authorization: x } }] }] | models[0].deployments[0].headers has an Authorization, and so has api-key",
                "models: [{ id: a, deployments: [{ base-url: 'http://h/v1', health: { interval: 1s } }] }] | models[0].deployments[0].health.path is missing; health.interval is of no use",
                "models: [{ id: a, deployments: [{ base-url: 'http://h/v1', health: { path: models } }] }] | models[0].deployments[0].health.path is 'models'; allowed: a path such as",
                "models: [{ id: a, deployments: [{ base-url: 'http://h/v1', protocol: h3 }] }] | models[0].deployments[0].protocol is 'h3'; allowed: `auto`, `http/1.1`, `http/2`",
                "models: [{ id: a, deployments: [{ base-url: 'http://h/v1', price: { prompt: 1 } }] }] | models[0].deployments[0].price.currency is missing",
                "models: [{ id: a, deployments: [{ base-url: 'http://h/v1', price: { prompt: 0.0000001 } }] }] | price.prompt is '0.0000001'; allowed: an amount such as `0.25`, at most 1000000 with up to 6 decimals",
                "models: [{ id: a, deployments: [{ base-url: 'http://h/v1', shadow: { percent: 1 } }] }] | yaml:1: models[0].deployments: all are canaries or shadows",
                "models: [{ id: a, deployments: [{ base-url: 'http://h/v1', canary: { percent: 1 } }] }] | models[0].deployments: all are canaries or shadows",
                "models: [{ id: a, deployments: [{ base-url: 'http://h/v1', canary: { percent: 101 } }] }] | canary.percent is '101'; allowed: a percentage such as `2.5`, from 0 to 100",
                "models: [{ id: a, deployments: [{ base-url: 'http://h/v1', shadow: { percent: 1 }, canary: { keys: [k] } }] }] | models[0].deployments[0].shadow.percent is given beside canary",
                "models: [{ source: 'bundled:a', deployments: [{ base-url: 'http://h', canary: { percent: 60 } }, { base-url: 'http://h', canary: { percent: 41 } }] }] | models[0].deployments: the canaries' percentages add up to more than 100",
                "models: [{ id: a, pinned: true, deployments: [{ base-url: 'http://h' }] }] | models[0].pinned is given, but the model has no source",
                "models: [{ id: a, deployments: [{ base-url: 'http://h' }] }, { source: 'bundled:A' }] | models[1].id is 'a', which models[0].id is already",
                "models: [{ source: 'bundled:a', routing: { fallbacks: [b] } }] | models[0].routing.fallbacks names 'b', which no model is called",
                "models: [{ source: 'bundled:a', aliases: [b], routing: { fallbacks: [b] } }] | models[0].routing.fallbacks names 'b', the model itself",
                "models: [{ source: 'bundled:a', routing: { policy: random } }] | models[0].routing.policy is 'random'; allowed: `weighted`, `least-outstanding`, `latency`, `prefix-affinity`, `cheapest`",
                "models: [{ source: 'bundled:a', price: { prompt: 1, currency: EUR }, routing: { policy: cheapest }, deployments: [{ base-url: 'http://h', price: { prompt: 1, currency: USD } }] }] | models[0].routing.policy is 'cheapest', but prices are in EUR and USD",
                "models: [{ id: a, limits: { money-per-day: 1 }, deployments: [{ base-url: 'http://h', price: { prompt: 1, currency: EUR } }, { base-url: 'http://i' }] }] | models[0].limits.money-per-day needs the model's price",
                "models: [{ id: a, deployments: [{ base-url: 'http://h', limits: { money-per-day: 1 }, price: { prompt: 1, currency: EUR } }, { base-url: 'http://i' }] }] | models[0].deployments[0].limits.money-per-day needs prices",
                "routing: { retry-percent: -1 } | routing.retry-percent is '-1'; allowed: a percentage",
                "cache: { ttl: 1m } | yaml:1: cache.max-size is missing; the section's other keys are of no use",
                "cache: { max-size: 1MiB, semantic: { threshold: 0.9 } } | cache.semantic.model is missing",
                "cache: { max-size: 1MiB, semantic: { model: gpt } } | cache.semantic.model is 'gpt', but no model of that id runs here",
                "cache: { max-size: 1MiB, redis-url: x } | cache.redis-url can't be used",
                "telemetry: { otlp-endpoint: x } | telemetry.otlp-endpoint can't be used",
                "telemetry: { sample-percent: all } | telemetry.sample-percent is 'all'",
                "models: [{ id: a }] | yaml:1: models[0].source is missing; use bundled:NAME",
                "models: [{ source: 'ftp://x' }] | yaml:1: models[0].source: 'ftp://x' is not a model source",
                "models: [{ source: 'bundled:a', engine: { device: 'gpu' } }] | models[0].engine.device is 'gpu'; allowed: `auto`, `cpu`, `cuda` or `cuda:N`",
                "models: [{ source: 'bundled:a', engine: { prefix-cache: lots } }] | models[0].engine.prefix-cache is 'lots'; allowed: a size such as `256MiB`, or `off`",
                "models: [{ source: 'bundled:a', engine: { kv-precision: int4 } }] | models[0].engine.kv-precision is 'int4'; allowed: `fp32`, `fp16`",
                "models: [{ source: 'bundled:a', engine: { speculation: -1 } }] | models[0].engine.speculation is '-1'; allowed: a whole number from 0 to 64",
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limits: { redis-url: %s }",
                "storage: { url: %s }",
                "admission: { hash-secret: %s }",
                "storage: { password: %s",
                "storage: { password: \"%s }",
                "storage:\n  password: %s: x",
                "storage: { password: *%s }",
                "storage: { password: [%s] }",
                "storage: { password: { x: %s } }",
                "storage: { password: '${NOPE}%s' }",
                "models: [{ id: a, deployments: [{ base-url: 'http://u:%s@h' }] }]",
                "models: [{ id: a, deployments: [{ base-url: 'http://h', api-key: '%s x' }] }]",
                "models: [{ id: a, deployments: [{ base-url: 'http://h', headers: { Host: %s } }] }]",
                "models: [{ id: a, deployments: [{ base-url: 'http://h', headers: { A: [%s] } }] }]",
                "models: [{ id: a, deployments: [{ base-url: 'http://h', headers: 'A-%s' }] }]",
                "cache: { max-size: 1MiB, redis-url: %s }"
            })
    void tellsNothingOfSecrets(String yaml) throws IOException {
        String secret = "hunter2";
        Path file = Files.writeString(directory.resolve("passerelle.yaml"), yaml.formatted(secret));

        assertThatThrownBy(() -> new ConfigLoader(Map.of()).load(file, Map.of()))
                .isInstanceOf(ConfigException.class)
                .satisfies(failure -> assertThat(trace(failure)).doesNotContain(secret));
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    @Test
    void namesAMissingFile() {
        Path file = directory.resolve("none.yaml");

        assertThatThrownBy(() -> new ConfigLoader(Map.of()).load(file, Map.of()))
                .hasMessage(file + ": there is no such configuration file");
    }
}
