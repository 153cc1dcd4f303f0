package dev.passerelle.loadtests.plan.reading;

import dev.passerelle.loadtests.plan.Leaving;
import java.time.Duration;
import java.util.List;

/// Keys of a scenario as a whole: its bounds, objectives and clients that leave.
final class ScenarioKeys {
    static final Key<String> NAME =
            new Key<>("name", ValueType.TEXT, "load-test", "Name in reports and of files.");

    static final Key<Long> SEED =
            new Key<>(
                    "seed",
                    ValueType.whole(0, 999_999_999_999_999_999L),
                    "1",
                    "Of everything random: arrivals, prompts, lengths, clients that leave.");

    static final Key<Duration> DURATION =
            new Key<>(
                    "duration",
                    Quantities.TIME,
                    "(`30s`; `1h` where `requests` is given or for a sweep; as long as the steps or the trace)",
                    "Of arrivals, warm-up included.");

    static final Key<Long> REQUESTS =
            new Key<>(
                    "requests",
                    ValueType.whole(1, 100_000_000),
                    "1000000",
                    "The most that are sent, warm-up included.");

    static final Key<Integer> IN_FLIGHT =
            new Key<>(
                    "in-flight",
                    ValueType.integer(1, 100_000),
                    "4096",
                    "The most under way at once; an arrival beyond it is not sent, and counted.");

    static final Key<Duration> WARM_UP =
            new Key<>(
                    "warm-up",
                    Quantities.DURATION,
                    "(`2s`, at most a tenth of `duration`; none for a trace)",
                    "At the beginning: sent and not measured.");

    static final Key<Duration> DRAIN =
            new Key<>(
                    "drain",
                    Quantities.DURATION,
                    "30s",
                    "The longest to wait for answers after the last arrival.");

    static final Key<Duration> TTFT =
            new Key<>("slo.ttft", Quantities.TIME, "(none)", "The longest until the first token.");

    static final Key<Duration> ITL =
            new Key<>(
                    "slo.itl",
                    Quantities.TIME,
                    "(none)",
                    "The longest time per output token, averaged over the request.");

    static final Key<Duration> E2E =
            new Key<>("slo.e2e", Quantities.TIME, "(none)", "The longest until the last byte.");

    static final Key<Double> SLO_SHARE =
            new Key<>(
                    "slo.share",
                    Quantities.SHARE,
                    "0.95",
                    "Of requests that must meet all objectives for a rate to count as sustained.");

    static final Key<Double> LEAVING_SHARE =
            new Key<>(
                    "leaving.share",
                    Quantities.SHARE,
                    "0",
                    "Of requests whose client closes its connection before the answer is complete.");

    static final Key<Leaving> LEAVING_AFTER =
            new Key<>(
                    "leaving.after",
                    Randoms.STAY,
                    "(required with `leaving.share`)",
                    "How long such a client stays: from the intended start, or tokens received.");

    static final List<Key<?>> ALL =
            List.of(
                    DURATION,
                    REQUESTS,
                    IN_FLIGHT,
                    WARM_UP,
                    DRAIN,
                    TTFT,
                    ITL,
                    E2E,
                    SLO_SHARE,
                    LEAVING_SHARE,
                    LEAVING_AFTER);

    private ScenarioKeys() {}
}
