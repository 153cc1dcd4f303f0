package dev.passerelle.gateway.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.passerelle.gateway.config.AdmissionConfig;
import dev.passerelle.gateway.config.ConfigLoader;
import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.tenancy.Project;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeTest {
    private static final Map<String, String> BASE =
            Map.ofEntries(
                    Map.entry("server.admin-port", "1"),
                    Map.entry("server.tls.certificate", "a"),
                    Map.entry("server.tls.private-key", "b"),
                    Map.entry("admission.mode", "keys"),
                    Map.entry("admission.jwt.issuer", "https://a"),
                    Map.entry("admission.jwt.audience", "a"),
                    Map.entry("cache.max-size", "1MiB"),
                    Map.entry("models[0].source", "hf:a/b"),
                    Map.entry("models[0].id", "m"));

    @ParameterizedTest
    @CsvSource({
        "server.host, 127.0.0.2",
        "server.port, 9",
        "server.max-body, 1MiB",
        "server.drain-timeout, 1s",
        "server.admin-port, 2",
        "server.admin-host, 127.0.0.2",
        "server.tls.certificate, x",
        "server.tls.private-key, x",
        "server.cors.origins, https://x",
        "server.header-timeout, 1s",
        "server.body-timeout, 1s",
        "server.idle-timeout, 1s",
        "server.max-header-size, 1KiB",
        "server.max-connections, 1",
        "admission.hash-secret, 0123456789abcdef0123456789abcdef",
        "admission.jwt.issuer, https://x",
        "admission.jwt.jwks, https://x",
        "admission.jwt.audience, x",
        "admission.jwt.clock-skew, 1s",
        "admission.jwt.project-claim, x",
        "admission.jwt.role-claim, x",
        "admission.jwt.admins, true",
        "admission.jwt.default-project, x",
        "limits.redis-url, redis://x",
        "limits.when-unavailable, local",
        "storage.url, jdbc:h2:x",
        "storage.user, x",
        "storage.password, x",
        "memory.budget, 1GiB",
        "cache.redis-url, redis://x",
        "telemetry.access-log, stdout",
        "telemetry.otlp-endpoint, http://x",
        "telemetry.sample-percent, 1",
        "telemetry.service-name, x",
    })
    void namesExactlyTheKeyThatWaits(String key, String value) {
        GatewayConfig served = load(BASE);
        Change change = new Change(served, load(with(key, value)));

        assertThat(change.waiting()).containsExactly(key);
        assertThat(change.applicable()).isEqualTo(served);
    }

    @ParameterizedTest
    @CsvSource({
        "source, hf:a/c",
        "load, first-use",
        "pinned, true",
        "refresh, 1h",
        "engine.slots, 3",
        "engine.max-length, 99",
        "engine.queue-length, 3",
        "engine.queue-deadline, 3s",
        "engine.prefill-chunk, 3",
        "engine.threads, 3",
        "engine.precision, int8",
        "engine.device, cpu",
        "engine.prefix-cache, off",
        "engine.prefix-cache-per-project, false",
        "engine.speculation, 5",
        "engine.speculation-rows, 5",
        "engine.kv-precision, fp16"
    })
    void namesTheModelThatWaits(String key, String value) {
        GatewayConfig served = load(BASE);
        Change change = new Change(served, load(with("models[0]." + key, value)));

        assertThat(change.waiting()).containsExactly("models[m]." + key);
        assertThat(change.applicable()).isEqualTo(served);
    }

    @ParameterizedTest
    @CsvSource({
        "admission.public-metrics, true",
        "admission.public-catalogue, false",
        "limits.projects[0].name, x",
        "routing.retries-per-second, 1",
        "cache.ttl, 1s",
        "cache.max-size, 2MiB",
        "models[0].aliases, x",
        "models[0].region, x",
        "models[0].weight, 3",
        "models[0].routing.policy, latency",
        "models[0].limits.tokens-per-day, 1",
        "models[0].deployments[0].base-url, http://x",
        "models[1].deployments[0].base-url, http://x"
    })
    void appliesTheRestAtOnce(String key, String value) {
        Map<String, String> flags = with(key, value);
        if (key.startsWith("models[1]")) {
            flags = plus(flags, "models[1].id", "n");
        }
        GatewayConfig wanted = load(flags);
        Change change = new Change(load(BASE), wanted);

        assertThat(change.waiting()).isEmpty();
        assertThat(change.applicable()).isEqualTo(wanted);
    }

    @Test
    void keepsAModelRunningThatIsNoLongerWantedHere() {
        GatewayConfig served = load(BASE);
        Map<String, String> elsewhere =
                Map.of("models[0].id", "m", "models[0].deployments[0].base-url", "http://x");
        Change change = new Change(served, load(plus(elsewhere, "server.port", "9")));

        assertThat(change.waiting()).contains("server.port", "models[m].source");
        assertThat(change.applicable().models()).isEqualTo(served.models());
        assertThat(change.applicable().routes())
                .extracting(ModelRoute::id, route -> route.deployments().size())
                .containsExactly(tuple("m", 1));
    }

    @Test
    void opensNothingThatAnotherModeWould() {
        GatewayConfig served = load(Map.of("admission.mode", "keys"));
        Change change = new Change(served, load(Map.of("limits.projects[0].name", "x")));

        assertThat(change.waiting()).containsExactly("admission.mode");
        assertThat(change.applicable().admission().mode()).isEqualTo(AdmissionConfig.Mode.KEYS);
        assertThat(change.applicable().admission().publicMetrics()).isFalse();
        assertThat(change.applicable().limits().projects())
                .containsKey(new Project("default", "x"));
    }

    private static Map<String, String> with(String key, String value) {
        return plus(BASE, key, value);
    }

    private static Map<String, String> plus(Map<String, String> flags, String key, String value) {
        Map<String, String> all = new HashMap<>(flags);
        all.put(key, value);
        return all;
    }

    private static GatewayConfig load(Map<String, String> flags) {
        return new ConfigLoader(Map.of()).load(null, flags);
    }
}
