package dev.passerelle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.plan.reading.ScenarioReader;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.ServerSide;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Summary;
import dev.passerelle.loadtests.run.LoadRun;
import dev.passerelle.loadtests.run.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The project's own load tests against the project's own gateway: whether both count the same, not
/// how fast either is.
@Timeout(60)
class LoadTestAgreementTest {
    private static final int REQUESTS = 40;

    @Test
    void countsWhatTheGatewayCounts() {
        try (TestingGateway gateway = TestingGateway.with(FakeGenerator.endless())) {
            Result result = run(gateway, "chat", "--output-tokens=12", "--users=4");

            Summary summary = result.summary();
            assertThat(summary.failures()).isEmpty();
            assertThat(summary.requests().succeeded()).isEqualTo(REQUESTS);
            assertThat(result.ended()).isEqualTo("requests");
            assertThat(spread(summary, "output_tokens").min()).isEqualTo(12);
            assertThat(spread(summary, "prompt_tokens").max())
                    .isEqualTo(FakeGenerator.PROMPT_TOKENS);
            assertThat(summary.spreads())
                    .containsKeys(
                            "ttft", "itl", "tpot", "e2e", "admission", "queue", "prompt", "decode");
            assertThat(spread(summary, "itl").count()).isEqualTo(REQUESTS * 11);
            // The requests of the calibration come before and are not in the result.
            assertThat(sum(gateway, "passerelle_requests_total{", "status=\"200\""))
                    .isGreaterThanOrEqualTo(REQUESTS);
        }
    }

    @Test
    void readsTheGatewaysMetrics() {
        try (TestingGateway gateway = TestingGateway.with(FakeGenerator.endless())) {
            Result result = run(gateway, "chat", "--rate=100", "--metrics-every=100ms");

            ServerSide server = Objects.requireNonNull(result.server());
            assertThat(server.problem()).isEmpty();
            assertThat(server.software()).isEqualTo("passerelle");
            assertThat(server.series()).containsKeys("queue_depth", "memory", "cpu");
        }
    }

    @Test
    void putsLoadOnEveryEndpoint() {
        try (TestingGateway gateway = TestingGateway.with(FakeGenerator.endless())) {
            for (String endpoint : List.of("chat", "completions", "embeddings")) {
                String model = endpoint.equals("embeddings") ? "embed" : "chat";
                Result result =
                        run(gateway, model, "--endpoint=" + endpoint, "--no-stream", "--users=4");
                assertThat(result.summary().failures()).as(endpoint).isEmpty();
                assertThat(result.summary().requests().succeeded()).isEqualTo(REQUESTS);
            }
        }
    }

    @Test
    void leavesEarlyAndIsNoticed() {
        // Answers the questions that calibrate, and nothing that asks for more.
        FakeGenerator generator =
                new FakeGenerator(
                        (request, most) -> most > 1 ? List.of() : FakeGenerator.events("a"));
        try (TestingGateway gateway = TestingGateway.with(generator)) {
            Result result =
                    run(gateway, "chat", "--users=10", "--leave=1@250ms", "--metrics-every=100ms");

            assertThat(result.summary().requests().left()).isEqualTo(REQUESTS);
            assertThat(result.summary().failures()).isEmpty();
            // The last to leave may be noticed after the load test has looked for the last time.
            while (sum(gateway, "passerelle_requests_cancelled_total{", "chat") < REQUESTS) {
                LockSupport.parkNanos(1_000_000);
            }
            ServerSide server = Objects.requireNonNull(result.server());
            assertThat(Objects.requireNonNull(server.cancelLatency()).count())
                    .isPositive()
                    .isLessThanOrEqualTo(REQUESTS);
        }
    }

    private static Result run(TestingGateway gateway, String model, String... flags) {
        return new LoadRun(scenario(gateway, model, flags), Progress.NONE).run();
    }

    private static Scenario scenario(TestingGateway gateway, String model, String... flags) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "--url=" + gateway.url("/v1"),
                                "--model=" + model,
                                "--requests=" + REQUESTS,
                                "--warm-up=0s"));
        all.addAll(List.of(flags));
        for (String flag : all) {
            String[] parts = flag.split("=", 2);
            given.put(parts[0], List.of(parts.length == 2 ? parts[1] : "true"));
        }
        return new ScenarioReader(Map.of()).read(null, given);
    }

    private static Spread spread(Summary summary, String measure) {
        return summary.spreads().getOrDefault(measure, Spread.EMPTY);
    }

    private static double sum(TestingGateway gateway, String name, String label) {
        return gateway.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
