package dev.passerelle.loadtests.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.loadtests.arrivals.Schedules;
import dev.passerelle.loadtests.client.Called;
import dev.passerelle.loadtests.client.Caller;
import dev.passerelle.loadtests.client.Place;
import dev.passerelle.loadtests.measure.CallRecord;
import dev.passerelle.loadtests.measure.Moments;
import dev.passerelle.loadtests.measure.Outcome;
import dev.passerelle.loadtests.measure.Recording;
import dev.passerelle.loadtests.measure.ServerTiming;
import dev.passerelle.loadtests.measure.Tokens;
import dev.passerelle.loadtests.plan.Bounds;
import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.plan.reading.ScenarioReader;
import dev.passerelle.loadtests.workload.Ask;
import dev.passerelle.loadtests.workload.SyntheticWorkload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers take no time and end when they begin, in a clock of their own.
class LoadTest {
    private static final double MILLI = 1e-3;

    private final Ticker ticker = new Ticker(System.nanoTime());
    private final AtomicLong last = new AtomicLong();

    @Test
    void theIntervalIsThePlannedOneWhereArrivalsLasted() {
        Recording recording = load("--rate=100", "--duration=200ms", "--warm-up=50ms");
        assertThat(recording.summary().seconds()).isEqualTo(0.15);
    }

    @Test
    void theIntervalEndsWithTheLastAnswerWhereRequestsRanOut() {
        Recording recording = load("--rate=100", "--duration=60s", "--requests=5", "--warm-up=0s");
        assertThat(recording.summary().requests().succeeded()).isEqualTo(5);
        assertThat(recording.summary().seconds()).isBetween(40 * MILLI, lastSeconds());
    }

    @Test
    void theIntervalEndsWithTheLastAnswerOfATrace(@TempDir Path folder) throws IOException {
        Path trace = folder.resolve("trace.csv");
        Files.writeString(
                trace,
                """
                TIMESTAMP,ContextTokens,GeneratedTokens
                2023-11-16 18:00:00.000,10,5
                2023-11-16 18:00:00.030,10,5
                """);
        Recording recording = load("--trace=" + trace, "--warm-up=0s");
        assertThat(recording.summary().requests().succeeded()).isEqualTo(2);
        assertThat(recording.summary().seconds()).isBetween(30 * MILLI, lastSeconds());
        Recording cut = load("--trace=" + trace, "--duration=20ms", "--warm-up=0s");
        assertThat(cut.summary().seconds()).isEqualTo(0.02);
    }

    private double lastSeconds() {
        return last.get() / 1e9;
    }

    private Recording load(String... flags) {
        Scenario scenario = scenario(flags);
        Bounds bounds = scenario.bounds();
        var workload = new SyntheticWorkload(scenario, Map.of());
        Load load = new Load(scenario, new Instant(), workload, ticker, new Stop(), Progress.NONE);
        return load.open(
                Schedules.of(scenario), new Load.Stretch("", bounds.warmUp(), bounds.duration()));
    }

    private static Scenario scenario(String... flags) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        given.put("--url", List.of("http://127.0.0.1:1/v1"));
        given.put("--model", List.of("m"));
        for (String flag : flags) {
            String[] parts = flag.split("=", 2);
            given.put(parts[0], List.of(parts[1]));
        }
        return new ScenarioReader(Map.of()).read(null, given);
    }

    private final class Instant implements Caller {
        @Override
        public Called call(Place place, Ask ask, long intended) {
            long now = ticker.now();
            last.accumulateAndGet(now, Math::max);
            return new Called(
                    new CallRecord(
                            place.number(),
                            place.conversation(),
                            place.turn(),
                            ask.kind(),
                            Outcome.OK,
                            "",
                            200,
                            new Moments(intended, now, -1, now, now, now, now),
                            new Tokens(1, 1, 1, 1, 0, 1),
                            new long[] {now},
                            ServerTiming.NONE,
                            "",
                            ""),
                    "");
        }

        @Override
        public void close() {}
    }
}
