package dev.passerelle.loadtests.result;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Results as load tests give them, for tests of what is made of them.
public final class Results {
    private static final long SEED = 7;
    private static final int WINDOWS = 60;

    private Results() {}

    /// One minute at 20 requests/s, two kinds, with server side, some failed and some left.
    public static Result mixed() {
        return scaled(SEED, 1);
    }

    /// The same with all latencies multiplied.
    public static Result scaled(long seed, double factor) {
        var random = new SplittableRandom(seed);
        var all = new Latencies();
        var windows = new ArrayList<Window>();
        for (int i = 0; i < WINDOWS; i++) {
            windows.add(window(random, 5 + i, factor, all));
        }
        return result(
                "chat and embeddings",
                windows,
                summary(all, 60, 1200, 20),
                List.of(),
                null,
                random);
    }

    /// Rates from idle to beyond what the server can do.
    public static Result sweep() {
        var random = new SplittableRandom(SEED);
        var steps = new ArrayList<SweepStep>();
        double[] rates = {1, 2, 4, 8, 10, 12, 16};
        for (double rate : rates) {
            var step = new Latencies();
            double factor = 1 / Math.max(0.05, 1 - rate / 13);
            step.add(random, (int) (rate * 30), factor);
            boolean sustained = rate <= 10;
            steps.add(
                    new SweepStep(
                            rate,
                            sustained,
                            sustained ? "" : "ttft: 71.2 % within 500 ms, 95 % wanted",
                            summary(step, 30, (long) (rate * 30), Math.min(rate, 11.8))));
        }
        var best = steps.get(4).summary();
        return result("sweep", List.of(), best, steps, new Capacity(8, 10, 11.8), random);
    }

    private static Result result(
            String name,
            List<Window> windows,
            Summary summary,
            List<SweepStep> sweep,
            @Nullable Capacity capacity,
            RandomGenerator random) {
        var kinds = new LinkedHashMap<String, Summary>();
        if (sweep.isEmpty()) {
            kinds.put("chat", part(random, 960));
            kinds.put("embed", part(random, 240));
        }
        return new Result(
                Result.VERSION,
                "passerelle loadtest 0.1.0",
                name,
                Instant.parse("2026-11-23T01:00:00Z"),
                "duration",
                scenario(name),
                new Machine("Linux 6.1 amd64", "25.0.3", 2, 25_769_803_776L),
                summary,
                kinds,
                windows,
                samples(random),
                new Generator(
                        0.31,
                        0.155,
                        logNormal(random, 1200, 0.05, 0.5),
                        logNormal(random, 6000, 0.08, 0.4),
                        42,
                        List.of()),
                server(),
                sweep,
                capacity,
                List.of("3 of 1188 answers had no usage; their tokens are counted by events"));
    }

    private static Map<String, Object> scenario(String name) {
        var scenario = new LinkedHashMap<String, Object>();
        scenario.put("name", name);
        scenario.put("seed", 42);
        scenario.put("target", Map.of("url", "http://127.0.0.1:8080/v1", "timeout", "60s"));
        scenario.put("arrivals", Map.of("poisson", Map.of("rate", 20)));
        scenario.put("bounds", Map.of("duration", "65s", "warm_up", "5s"));
        return scenario;
    }

    private static Summary part(RandomGenerator random, int requests) {
        var latencies = new Latencies();
        latencies.add(random, requests, 1);
        return summary(latencies, 60, requests, requests / 60.0);
    }

    private static Summary summary(Latencies all, double seconds, long sent, double rate) {
        long failed = sent / 120;
        long left = sent / 100;
        long ok = sent - failed - left - 1;
        var failures = new LinkedHashMap<String, Long>();
        failures.put("http 429 rate_limit_exceeded", failed - failed / 4);
        failures.put("timeout", failed / 4);
        return new Summary(
                seconds,
                new Summary.Requests(sent / 12, sent, ok, failed, left, 1, 2),
                new Summary.Throughput(rate, rate * 128, rate * 64),
                all.spreads(),
                new Summary.Goodput(0.957, rate * 0.957, 0.971, 0.984, null),
                failures,
                Map.of("miss", ok - ok / 5, "hit", ok / 5));
    }

    private static Window window(
            RandomGenerator random, double start, double factor, Latencies all) {
        var own = new Latencies();
        int arrived = 12 + random.nextInt(17);
        own.add(random, arrived, factor);
        all.add(own);
        long failed = random.nextInt(6) == 0 ? 1 : 0;
        return new Window(
                start,
                1,
                arrived,
                arrived - failed,
                failed,
                0,
                Math.max(0, arrived - failed - random.nextInt(3)),
                arrived * 128.0,
                arrived * 64.0,
                2 + random.nextInt(5),
                15 + random.nextInt(10),
                own.spreads());
    }

    private static List<Sample> samples(RandomGenerator random) {
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < 600; i++) {
            double intended = 5 + i / 10.0;
            double ttft = 0.18 * Math.exp(0.4 * gaussian(random));
            boolean chat = i % 5 != 0;
            boolean left = i % 97 == 0;
            samples.add(
                    new Sample(
                            i,
                            chat ? "chat" : "embed",
                            left ? "left" : "ok",
                            intended,
                            intended + 0.0001,
                            chat ? intended + ttft : -1,
                            intended + ttft + (chat && !left ? 64 * 0.02 : 0.01),
                            64 + random.nextInt(128),
                            chat && !left ? 64 : -1));
        }
        return samples;
    }

    private static ServerSide server() {
        var times = new ArrayList<Double>();
        var series = new LinkedHashMap<String, List<@Nullable Double>>();
        for (ServerMetric metric : ServerMetric.values()) {
            series.put(metric.id(), new ArrayList<>());
        }
        for (int i = 0; i < 65; i++) {
            times.add((double) i);
            for (ServerMetric metric : ServerMetric.values()) {
                series.computeIfAbsent(metric.id(), id -> new ArrayList<>())
                        .add(i == 30 ? null : level(metric, i));
            }
        }
        var noticed = logNormal(new SplittableRandom(SEED), 12, 40, 0.3);
        return new ServerSide("passerelle", times, series, noticed, "");
    }

    private static double level(ServerMetric metric, int i) {
        double wave = 1 + Math.sin(i / 5.0);
        return switch (metric) {
            case QUEUE_DEPTH -> Math.floor(wave * 3);
            case RUNNING -> Math.floor(10 + wave * 3);
            case SLOTS -> 16;
            case KV_USED -> 0.3 + wave / 5;
            case CPU -> 1.2 + wave / 3;
            case MEMORY -> 1_400_000_000.0 + i * 1_000_000.0;
        };
    }

    private static Spread logNormal(
            RandomGenerator random, int count, double median, double sigma) {
        var histogram = new Histogram(Spread.DIGITS);
        for (int i = 0; i < count; i++) {
            histogram.recordValue(micros(median * Math.exp(sigma * gaussian(random))));
        }
        return Spread.ofMicros(histogram);
    }

    private static long micros(double millis) {
        return Math.round(millis * 1000);
    }

    private static double gaussian(RandomGenerator random) {
        return random.nextGaussian();
    }

    /// Latencies of a server that reads prompts in 180 ms and makes a token in 20 ms.
    private static final class Latencies {
        private final Map<String, Histogram> byId = new LinkedHashMap<>();

        void add(RandomGenerator random, int requests, double factor) {
            for (int i = 0; i < requests; i++) {
                double ttft = factor * 180 * Math.exp(0.4 * gaussian(random));
                double tpot = factor * 20 * Math.exp(0.1 * gaussian(random));
                record("ttft", ttft);
                for (int gap = 0; gap < 63; gap++) {
                    record("itl", tpot * Math.exp(0.2 * gaussian(random)));
                }
                record("tpot", tpot);
                record("e2e", ttft + 63 * tpot);
                record("queue", ttft / 6);
                record("prompt", ttft / 2);
                record("decode", 63 * tpot);
            }
        }

        void add(Latencies other) {
            other.byId.forEach((id, h) -> byId.computeIfAbsent(id, k -> new Histogram(3)).add(h));
        }

        Map<String, Spread> spreads() {
            var spreads = new LinkedHashMap<String, Spread>();
            byId.forEach((id, h) -> spreads.put(id, Spread.ofMicros(h)));
            return spreads;
        }

        private void record(String id, double millis) {
            byId.computeIfAbsent(id, k -> new Histogram(Spread.DIGITS)).recordValue(micros(millis));
        }
    }
}
