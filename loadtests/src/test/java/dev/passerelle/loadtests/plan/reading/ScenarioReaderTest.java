package dev.passerelle.loadtests.plan.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.loadtests.distribution.Distribution;
import dev.passerelle.loadtests.plan.Arrivals;
import dev.passerelle.loadtests.plan.Bounds;
import dev.passerelle.loadtests.plan.Endpoint;
import dev.passerelle.loadtests.plan.Leaving;
import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.plan.Slo;
import dev.passerelle.loadtests.plan.Target;
import dev.passerelle.loadtests.plan.Traffic;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioReaderTest {
    private static final String EVERY_KEY =
            """
            name: everything
            seed: 7
            target:
              url: http://127.0.0.1:9000/v1/
              keys: ["${A_KEY}", second]
              headers: { x-team: "${TEAM:-ai}" }
              keep-alive: false
              connect-timeout: 3s
              timeout: 2m
              metrics: http://127.0.0.1:9001/prometheus
              metrics-every: 500ms
            traffic:
              - name: talk
                weight: 3
                endpoint: chat
                model: m
                stream: false
                prompt-tokens: lognormal(mean=200, sd=80)
                output-tokens: uniform(10, 20)
                ignore-eos: on
                prefix: { share: 0.5, tokens: 100, variety: 4 }
                turns: { count: "uniform(1, 4)", pause: exponential(mean=2) }
                extra: { temperature: 0, stop: [a, "${b}"] }
              - endpoint: embeddings
                model: e
            arrivals: { kind: bursts, rate: 20, on: 1s, off: 2s, idle-rate: 0.5 }
            duration: 1m
            requests: 500
            in-flight: 64
            warm-up: 5s
            drain: 10s
            slo: { ttft: 500ms, itl: 50ms, e2e: 5s, share: 0.9 }
            leaving: { share: 0.1, after: "uniform(1, 20) tokens" }
            """;

    @TempDir Path directory;

    @Test
    void withoutAnythingThereAreDefaults() {
        Scenario scenario = flags();

        assertThat(scenario.name()).isEqualTo("load-test");
        assertThat(scenario.seed()).isEqualTo(1);
        assertThat(scenario.target())
                .isEqualTo(
                        new Target(
                                URI.create("http://127.0.0.1:8080/v1"),
                                List.of(),
                                Map.of(),
                                true,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(120),
                                URI.create("http://127.0.0.1:8080/metrics"),
                                Duration.ofSeconds(1)));
        assertThat(scenario.arrivals()).isEqualTo(new Arrivals.Poisson(2));
        assertThat(scenario.bounds())
                .isEqualTo(
                        new Bounds(
                                Duration.ofSeconds(30),
                                1_000_000,
                                4096,
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(30)));
        assertThat(scenario.slo()).isEqualTo(Slo.NONE);
        assertThat(scenario.leaving().share()).isZero();
        Traffic traffic = scenario.traffic().getFirst();
        assertThat(scenario.traffic()).hasSize(1);
        assertThat(traffic.name()).isEqualTo("chat");
        assertThat(traffic.weight()).isEqualTo(1);
        assertThat(traffic.endpoint()).isEqualTo(Endpoint.CHAT);
        assertThat(traffic.model()).isEmpty();
        assertThat(traffic.stream()).isTrue();
        assertThat(written(traffic.prompt(), traffic.output())).containsExactly("128", "64");
        assertThat(traffic.ignoreEos()).isEqualTo(Traffic.IgnoreEos.AUTO);
        assertThat(traffic.prefix()).isEqualTo(Traffic.Prefix.NONE);
        assertThat(written(traffic.turns().count(), traffic.turns().pause()))
                .containsExactly("1", "0");
        assertThat(traffic.extra()).isEmpty();
    }

    @Test
    void aFileSetsEveryKey() throws IOException {
        everything(reader(Map.of("A_KEY", "first")).read(file(EVERY_KEY), Map.of()));
    }

    @Test
    void flagsSetEveryKeyToo() {
        Map<String, List<String>> flags = new LinkedHashMap<>();
        flags.put("--name", List.of("everything"));
        flags.put("--seed", List.of("7"));
        flags.put("--url", List.of("http://127.0.0.1:9000/v1/"));
        flags.put("--key", List.of("first", "second"));
        flags.put("--header", List.of("x-team: ai"));
        flags.put("--no-keep-alive", List.of(""));
        flags.put("--connect-timeout", List.of("3s"));
        flags.put("--timeout", List.of("2m"));
        flags.put("--metrics", List.of("http://127.0.0.1:9001/prometheus"));
        flags.put("--metrics-every", List.of("500ms"));
        flags.put("--model", List.of("m"));
        flags.put("--no-stream", List.of(""));
        flags.put("--prompt-tokens", List.of("lognormal(mean=200, sd=80)"));
        flags.put("--output-tokens", List.of("uniform(10, 20)"));
        flags.put("--ignore-eos", List.of("on"));
        flags.put("--prefix", List.of("share=0.5,tokens=100,variety=4"));
        flags.put("--turns", List.of("count=uniform(1, 4),pause=exponential(mean=2)"));
        flags.put("--extra", List.of("{\"temperature\": 0, \"stop\": [\"a\", \"${b}\"]}"));
        flags.put("--bursts", List.of("rate=20,on=1s,off=2s,idle-rate=0.5"));
        flags.put("--duration", List.of("1m"));
        flags.put("--requests", List.of("500"));
        flags.put("--in-flight", List.of("64"));
        flags.put("--warm-up", List.of("5s"));
        flags.put("--drain", List.of("10s"));
        flags.put("--slo", List.of("ttft=500ms,itl=50ms,e2e=5s"));
        flags.put("--slo-share", List.of("0.9"));
        flags.put("--leave", List.of("0.1@uniform(1, 20) tokens"));

        everything(reader(Map.of()).read(null, flags));
    }

    private static void everything(Scenario scenario) {
        assertThat(scenario.name()).isEqualTo("everything");
        assertThat(scenario.seed()).isEqualTo(7);
        assertThat(scenario.target())
                .isEqualTo(
                        new Target(
                                URI.create("http://127.0.0.1:9000/v1"),
                                List.of("first", "second"),
                                Map.of("x-team", "ai"),
                                false,
                                Duration.ofSeconds(3),
                                Duration.ofMinutes(2),
                                URI.create("http://127.0.0.1:9001/prometheus"),
                                Duration.ofMillis(500)));
        assertThat(scenario.arrivals())
                .isEqualTo(
                        new Arrivals.Bursts(20, Duration.ofSeconds(1), 0.5, Duration.ofSeconds(2)));
        assertThat(scenario.bounds())
                .isEqualTo(
                        new Bounds(
                                Duration.ofMinutes(1),
                                500,
                                64,
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(10)));
        assertThat(scenario.slo())
                .isEqualTo(
                        new Slo(
                                Duration.ofMillis(500),
                                Duration.ofMillis(50),
                                Duration.ofSeconds(5),
                                0.9));
        assertThat(scenario.leaving().share()).isEqualTo(0.1);
        assertThat(scenario.leaving().unit()).isEqualTo(Leaving.Unit.TOKENS);
        assertThat(scenario.leaving().after().mean()).isEqualTo(10.5);
        Traffic traffic = scenario.traffic().getFirst();
        assertThat(traffic.model()).isEqualTo("m");
        assertThat(traffic.stream()).isFalse();
        assertThat(traffic.prompt().toString()).contains("mean=200");
        assertThat(traffic.output().mean()).isEqualTo(15);
        assertThat(traffic.ignoreEos()).isEqualTo(Traffic.IgnoreEos.ON);
        assertThat(traffic.prefix()).isEqualTo(new Traffic.Prefix(0.5, 100, 4));
        assertThat(traffic.turns().count().mean()).isEqualTo(2.5);
        assertThat(traffic.turns().pause().toString()).contains("exponential");
        assertThat(traffic.extra())
                .isEqualTo(Map.of("temperature", 0, "stop", List.of("a", "${b}")));
    }

    @Test
    void aFileHasSeveralKindsOfTraffic() throws IOException {
        List<Traffic> traffic =
                reader(Map.of("A_KEY", "first")).read(file(EVERY_KEY), Map.of()).traffic();

        assertThat(traffic).extracting(Traffic::name).containsExactly("talk", "embeddings");
        assertThat(traffic).extracting(Traffic::weight).containsExactly(3.0, 1.0);
        assertThat(traffic).extracting(Traffic::stream).containsExactly(false, false);
    }

    @Test
    void aFlagOfTrafficIsForAllKindsOfAFile() throws IOException {
        Scenario scenario =
                reader(Map.of())
                        .read(
                                file("traffic: [{ model: a }, { model: b }]"),
                                Map.of("--model", List.of("c")));

        assertThat(scenario.traffic()).extracting(Traffic::model).containsExactly("c", "c");
        assertThat(scenario.traffic()).extracting(Traffic::name).containsExactly("chat", "chat-2");
    }

    @Test
    void keysComeFromFlagsBeforeTheFileBeforeTheEnvironment() throws IOException {
        Path keys = Files.writeString(directory.resolve("keys"), "one\n\ntwo\n");
        var reader = reader(Map.of("PASSERELLE_KEY", "mine", "OTHER", "other"));

        assertThat(reader.read(null, Map.of()).target().keys()).containsExactly("mine");
        assertThat(reader.read(file("target: { key-file: keys }"), Map.of()).target().keys())
                .containsExactly("one", "two");
        assertThat(
                        reader.read(
                                        file("target: { key-file: keys }"),
                                        Map.of("--key-env", List.of("OTHER")))
                                .target()
                                .keys())
                .containsExactly("other");
        assertThat(
                        reader.read(
                                        file("target: { keys: secret }"),
                                        Map.of("--key-file", List.of(keys.toString())))
                                .target()
                                .keys())
                .containsExactly("one", "two");
    }

    @Test
    void aShortRunHasAShortWarmUp() {
        assertThat(flags("--duration", "1s").bounds().warmUp()).isEqualTo(Duration.ofMillis(100));
        assertThat(flags("--requests", "10").bounds().duration()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void metricsCanBeLeftAlone() {
        assertThat(flags("--no-metrics", "").target().metrics()).isNull();
    }

    private static List<String> written(Distribution... distributions) {
        return List.of(distributions).stream().map(Object::toString).toList();
    }

    private static Scenario flags(String... namesAndTexts) {
        Map<String, List<String>> flags = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            flags.put(namesAndTexts[i], List.of(namesAndTexts[i + 1]));
        }
        return reader(Map.of()).read(null, flags);
    }

    private static ScenarioReader reader(Map<String, String> environment) {
        return new ScenarioReader(environment);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("scenario.yaml"), text);
    }
}
