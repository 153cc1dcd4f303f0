package dev.passerelle.loadtests.bench;

import dev.passerelle.loadtests.distribution.Distributions;
import dev.passerelle.loadtests.measure.Snapshot;
import dev.passerelle.loadtests.plan.Arrivals;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.run.Progress;
import dev.passerelle.loadtests.stub.Served;
import dev.passerelle.loadtests.stub.Stall;
import dev.passerelle.loadtests.stub.Stub;
import dev.passerelle.loadtests.stub.StubOptions;
import dev.passerelle.loadtests.stub.StubOptions.Latency;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/// What load tests report against what the stub was told to do: `TruthBench [SECONDS]`. First at
/// 10, 100 and 1,000 requests a second, streams of 20 tokens; then a stall of 500 ms in an open and
/// in a closed loop, against what the schedule predicts. A line ends in `WRONG` if it is off by
/// more than 3 % and 1 ms.
final class TruthBench {
    private static final double MS = 1e6;
    private static final int TOKENS = 20;
    private static final int RATE = 100;
    private static final int ANSWER = 20;
    private static final Duration STALL = Duration.ofMillis(500);

    private TruthBench() {}

    public static void main(String[] args) {
        int seconds = args.length == 0 ? 30 : Integer.parseInt(args[0]);
        for (int rate : new int[] {10, 100, 1000}) {
            latencies(rate, Duration.ofSeconds(seconds));
        }
        stalls(Duration.ofSeconds(20));
    }

    private static void latencies(int rate, Duration duration) {
        Latency latency =
                Latency.DEFAULT
                        .withTtft(Distributions.parse("lognormal(200, 80)"))
                        .withItl(Distributions.parse("gamma(20, 0.4)"));
        StubOptions options =
                StubOptions.DEFAULT.withLatency(latency).withRemember(Integer.MAX_VALUE);
        try (Stub stub = Stub.start(options)) {
            var run = new StubLoad(new Arrivals.Poisson(rate), duration, TOKENS).run(stub);
            System.out.printf(
                    "# %d requests/s: %s, generator %s%n",
                    rate, run.result().summary().requests(), run.result().generator().bottleneck());
            print(run, rate + "/s ttft", "ttft", truth(run, s -> s.firstDue() - s.received()));
            print(run, rate + "/s e2e", "e2e", truth(run, s -> s.lastDue() - s.received()));
            print(
                    run,
                    rate + "/s tpot",
                    "tpot",
                    truth(run, s -> (s.lastDue() - s.firstDue()) / (TOKENS - 1)));
            double[] late = truth(run, s -> s.firstSent() - s.firstDue());
            System.out.printf(
                    Locale.ROOT,
                    "the stub's own lateness, first token: p50 %.3f  p99 %.3f ms%n",
                    Truth.percentile(late, 0.5),
                    Truth.percentile(late, 0.99));
        }
    }

    /// A stall in the middle: 20 ms answers, 100 requests a second or 2 users.
    private static void stalls(Duration duration) {
        double seconds = duration.toMillis() / 1e3;
        stalled(
                new Arrivals.Constant(RATE),
                "open loop",
                duration,
                (served, stub) -> Truth.open(RATE, seconds, ANSWER, stall(served, stub)));
        stalled(
                new Arrivals.Users(2, Distributions.parse("0")),
                "closed loop, 2 users",
                duration,
                (_, _) -> Truth.closed(2, seconds, ANSWER, new Truth.Stall(5, 0.5)));
    }

    /// The stall that was, in the time of the schedule: request `n` was due `n / RATE` seconds
    /// after its start, and the one that was read soonest after it was due tells when that was.
    private static Truth.Stall stall(List<Served> served, Stub stub) {
        long origin =
                IntStream.range(0, served.size())
                        .mapToLong(i -> served.get(i).received() - Math.round(i * 1e9 / RATE))
                        .min()
                        .orElseThrow();
        Stall stall = stub.stalls(origin).getFirst();
        return new Truth.Stall(stall.at().toNanos() / 1e9, stall.length().toNanos() / 1e9);
    }

    private static void stalled(
            Arrivals arrivals,
            String what,
            Duration duration,
            BiFunction<List<Served>, Stub, double[]> predicted) {
        Latency latency = Latency.NOTHING.withTtft(Distributions.parse(Integer.toString(ANSWER)));
        StubOptions options =
                StubOptions.DEFAULT.withLatency(latency).withRemember(Integer.MAX_VALUE);
        try (Stub stub = Stub.start(options)) {
            Progress afterFiveSeconds =
                    new Progress() {
                        @Override
                        public void stands(Snapshot snapshot) {
                            if (snapshot.elapsed() > 5 && stub.stalls(0).isEmpty()) {
                                // Not at once: answers on their way would not be held.
                                stub.stall(STALL, STALL);
                            }
                        }
                    };
            var run = new StubLoad(arrivals, duration, 1).run(stub, afterFiveSeconds);
            print(run, what + " with a stall", "e2e", predicted.apply(run.served(), stub));
        }
    }

    private static double[] truth(StubLoad.Run run, ToLongFunction<Served> nanos) {
        return run.served().stream()
                .mapToDouble(each -> nanos.applyAsLong(each) / MS)
                .sorted()
                .toArray();
    }

    private static void print(StubLoad.Run run, String what, String measure, double[] truth) {
        Spread spread = run.result().summary().spreads().getOrDefault(measure, Spread.EMPTY);
        line(what, "50", Truth.percentile(truth, 0.5), spread.p50());
        line(what, "90", Truth.percentile(truth, 0.9), spread.p90());
        line(what, "99", Truth.percentile(truth, 0.99), spread.p99());
        line(what, "100", Truth.percentile(truth, 1), spread.max());
    }

    private static void line(String what, String p, double truth, double reported) {
        String verdict = Truth.agrees(reported, truth) ? "" : "WRONG";
        System.out.printf(
                Locale.ROOT,
                "%-33s p%-3s truth %9.3f  reported %9.3f ms  %s%n",
                what,
                p,
                truth,
                reported,
                verdict);
    }
}
