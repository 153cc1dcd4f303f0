package dev.passerelle.loadtests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.passerelle.loadtests.distribution.Distributions;
import dev.passerelle.loadtests.measure.Snapshot;
import dev.passerelle.loadtests.plan.Arrivals;
import dev.passerelle.loadtests.plan.Leaving;
import dev.passerelle.loadtests.result.ServerSide;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Summary;
import dev.passerelle.loadtests.run.Progress;
import dev.passerelle.loadtests.stub.Fate;
import dev.passerelle.loadtests.stub.Served;
import dev.passerelle.loadtests.stub.Stall;
import dev.passerelle.loadtests.stub.Stub;
import dev.passerelle.loadtests.stub.StubOptions;
import dev.passerelle.loadtests.stub.StubOptions.Cache;
import dev.passerelle.loadtests.stub.StubOptions.Failure;
import dev.passerelle.loadtests.stub.StubOptions.Latency;
import dev.passerelle.loadtests.stub.StubOptions.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/// What a load test reports is what the stub was told to do and did. A busy machine makes answers
/// late and never early, so latencies are compared from below; how near they come to the truth
/// [TruthBench] tells.
class TruthTest {
    private static final double MS = 1e6;
    private static final double ROUNDING = 0.002; // of HdrHistogram with three digits, at most
    private static final Duration SHORT = Duration.ofMillis(600);

    private final StubOptions options =
            StubOptions.DEFAULT
                    .withLatency(
                            Latency.DEFAULT
                                    .withTtft(Distributions.parse("uniform(10, 60)"))
                                    .withItl(Distributions.parse("uniform(2, 6)"))
                                    .withAdmission(Distributions.parse("3")))
                    .withRemember(10_000);

    private static Spread spread(StubLoad.Run run, String id) {
        return run.result().summary().spreads().getOrDefault(id, Spread.EMPTY);
    }

    private static double[] truth(StubLoad.Run run, ToLongFunction<Served> nanos) {
        return run.served().stream()
                .filter(each -> each.fate() == Fate.ANSWERED)
                .mapToDouble(each -> nanos.applyAsLong(each) / MS)
                .sorted()
                .toArray();
    }

    private static void neverEarlier(Spread reported, double[] truth) {
        assertThat(reported.count()).isEqualTo(truth.length);
        for (double[] each :
                new double[][] {
                    {0.5, reported.p50()}, {0.9, reported.p90()}, {0.99, reported.p99()}
                }) {
            assertThat(each[1])
                    .isGreaterThanOrEqualTo(Truth.percentile(truth, each[0]) * (1 - ROUNDING));
        }
    }

    @Test
    void reportsTheLatenciesOfAnOpenLoopAndNeverLess() {
        try (Stub stub = Stub.start(options)) {
            var run = new StubLoad(new Arrivals.Constant(40), SHORT, 6).run(stub);
            assertThat(run.result().summary().requests().succeeded()).isEqualTo(24);
            neverEarlier(
                    spread(run, "ttft"), truth(run, each -> each.firstDue() - each.received()));
            neverEarlier(spread(run, "e2e"), truth(run, each -> each.lastDue() - each.received()));
            assertThat(spread(run, "itl").count()).isEqualTo(24 * 5);
            assertThat(spread(run, "output_tokens").p50()).isEqualTo(6);
            assertThat(spread(run, "admission").max()).isCloseTo(3, within(3 * ROUNDING));
            Spread prompt = spread(run, "prompt");
            double[] prompts = truth(run, each -> each.firstDue() - each.received());
            assertThat(prompt.p50())
                    .isCloseTo(Truth.percentile(prompts, 0.5) - 3, within(60 * ROUNDING));
            ServerSide server = Objects.requireNonNull(run.result().server());
            assertThat(server.problem()).isEmpty();
            assertThat(server.software()).isEqualTo("passerelle");
        }
    }

    @Test
    void showsAStallInAnOpenLoopInAllItsLength() {
        Latency quick =
                Latency.NOTHING
                        .withTtft(Distributions.parse("1"))
                        .withItl(Distributions.parse("0"));
        try (Stub stub = Stub.start(options.withLatency(quick))) {
            var load = new StubLoad(new Arrivals.Constant(100), Duration.ofMillis(1200), 1);
            var run = load.run(stub, new OneStall(stub));
            var stall = stub.stalls(0).getFirst();
            double[] held = truth(run, each -> release(stall, each.firstDue()) - each.received());
            assertThat(held[held.length - 1]).isBetween(450.0, 501.0);
            neverEarlier(spread(run, "ttft"), held);
            assertThat(spread(run, "ttft").max())
                    .isGreaterThanOrEqualTo(held[held.length - 1] * (1 - ROUNDING));
        }
    }

    private static long release(Stall stall, long due) {
        long begin = stall.at().toNanos();
        long end = begin + stall.length().toNanos();
        return due >= begin && due < end ? end : due;
    }

    /// Stalls a stub once, when a load test is under way.
    private record OneStall(Stub stub) implements Progress {
        @Override
        public void stands(Snapshot snapshot) {
            if (snapshot.sent() > 0 && stub.stalls(0).isEmpty()) {
                // Not at once: answers on their way would not be held.
                stub.stall(Duration.ofMillis(100), Duration.ofMillis(500));
            }
        }
    }

    @Test
    void countsErrorsByKindAndCacheHits() {
        StubOptions troubled =
                options.withLatency(Latency.NOTHING)
                        .withCache(new Cache(0.5, 0))
                        .withTrouble(
                                new Trouble(
                                        List.of(new Failure(500, 0.1), new Failure(429, 0.1)),
                                        0.1,
                                        0));
        try (Stub stub = Stub.start(troubled.withSeed(3))) {
            var run = new StubLoad(new Arrivals.Constant(200), SHORT, 3).run(stub);
            Summary summary = run.result().summary();
            assertThat(summary.requests().succeeded()).isEqualTo(count(run, Fate.ANSWERED));
            assertThat(summary.requests().failed())
                    .isEqualTo(count(run, Fate.ERROR) + count(run, Fate.CUT));
            assertThat(summary.failures().keySet())
                    .anyMatch(kind -> kind.contains("500"))
                    .anyMatch(kind -> kind.contains("429"));
            assertThat(summary.cache().keySet()).contains("hit", "miss");
        }
    }

    @Test
    void countsClientsThatLeave() {
        Latency slow = Latency.NOTHING.withItl(Distributions.parse("5"));
        var leaving = new Leaving(1, Leaving.Unit.TOKENS, Distributions.parse("3"));
        try (Stub stub = Stub.start(options.withLatency(slow))) {
            var run = new StubLoad(new Arrivals.Constant(20), SHORT, 2000, leaving).run(stub);
            Summary.Requests requests = run.result().summary().requests();
            assertThat(requests.left()).isEqualTo(requests.sent()).isEqualTo(12);
        }
    }

    private static long count(StubLoad.Run run, Fate fate) {
        return run.served().stream().filter(each -> each.fate() == fate).count();
    }
}
