package dev.passerelle.loadtests.plan.reading;

import static dev.passerelle.loadtests.plan.reading.ArrivalKind.BURSTS;
import static dev.passerelle.loadtests.plan.reading.ArrivalKind.CONSTANT;
import static dev.passerelle.loadtests.plan.reading.ArrivalKind.POISSON;
import static dev.passerelle.loadtests.plan.reading.ArrivalKind.RAMP;
import static dev.passerelle.loadtests.plan.reading.ArrivalKind.SWEEP;
import static dev.passerelle.loadtests.plan.reading.ArrivalKind.TRACE;
import static dev.passerelle.loadtests.plan.reading.ArrivalKind.USERS;

import dev.passerelle.loadtests.distribution.Distribution;
import dev.passerelle.loadtests.plan.Arrivals;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Keys of `arrivals`.
final class ArrivalKeys {
    static final Key<ArrivalKind> KIND =
            new Key<>(
                    "arrivals.kind",
                    ValueType.oneOf("KIND", ArrivalKind.class, ArrivalKind::id),
                    "(what the other keys say, else `poisson`)",
                    "How conversations begin.");

    static final Key<Double> RATE =
            new Key<>(
                    "arrivals.rate",
                    Quantities.RATE,
                    "2",
                    "Conversations a second, of `constant`, `poisson`, and `bursts` while they last.");

    static final Key<Duration> ON =
            new Key<>("arrivals.on", Quantities.TIME, "5s", "How long a burst lasts.");

    static final Key<Duration> OFF =
            new Key<>("arrivals.off", Quantities.TIME, "5s", "From a burst to the next.");

    static final Key<Double> IDLE_RATE =
            new Key<>(
                    "arrivals.idle-rate",
                    Quantities.RATE_OR_NONE,
                    "0",
                    "Conversations a second between bursts.");

    static final Key<Double> FROM =
            new Key<>(
                    "arrivals.from",
                    Quantities.RATE_OR_NONE,
                    "(required for `ramp`; of a `sweep` found by asking one at a time)",
                    "The first rate of `ramp` and `sweep`.");

    static final Key<Double> TO =
            new Key<>(
                    "arrivals.to",
                    Quantities.RATE_OR_NONE,
                    "(required for `ramp`; `10000` for a `sweep`)",
                    "The last rate of `ramp`, the highest of `sweep`.");

    static final Key<List<Arrivals.Step>> STEPS =
            new Key<>(
                    "arrivals.steps",
                    Steps.TYPE,
                    "(required for `steps`)",
                    "Rates one after the other, and how long each is held.");

    static final Key<Integer> COUNT =
            new Key<>(
                    "arrivals.users",
                    ValueType.integer(1, 100_000),
                    "(required for `users`)",
                    "Users of a closed loop; each begins the next conversation when the last is over.");

    static final Key<Distribution> THINK =
            new Key<>(
                    "arrivals.think",
                    Randoms.WAIT,
                    "0s",
                    "How long a user thinks between conversations.");

    static final Key<String> FILE =
            new Key<>(
                    "arrivals.file",
                    ValueType.FILE,
                    "(required for `trace`)",
                    "CSV file with a line for each request: its time, tokens of prompt and answer.");

    static final Key<Double> SPEED =
            new Key<>(
                    "arrivals.speed",
                    Quantities.number("N", "0.001", "100000"),
                    "1",
                    "How many times faster than it was recorded a trace is replayed.");

    static final Key<Duration> STEP =
            new Key<>(
                    "arrivals.step",
                    Quantities.TIME,
                    "20s",
                    "How long a sweep holds each rate at least; up to three times as long until 50 requests have come.");

    static final Key<Double> PRECISION =
            new Key<>(
                    "arrivals.precision",
                    Quantities.number("SHARE", "0.01", "1"),
                    "0.1",
                    "Where a sweep ends: distance of the last rate that met the objectives from the first that did not, as a share of the lower.");

    /// The kinds that a key says something of.
    static final Map<Key<?>, Set<ArrivalKind>> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put(RATE, EnumSet.of(POISSON, CONSTANT, BURSTS));
        List.of(ON, OFF, IDLE_RATE).forEach(key -> KINDS.put(key, EnumSet.of(BURSTS)));
        List.of(FROM, TO).forEach(key -> KINDS.put(key, EnumSet.of(RAMP, SWEEP)));
        KINDS.put(STEPS, EnumSet.of(ArrivalKind.STEPS));
        List.of(COUNT, THINK).forEach(key -> KINDS.put(key, EnumSet.of(USERS)));
        List.of(FILE, SPEED).forEach(key -> KINDS.put(key, EnumSet.of(TRACE)));
        List.of(STEP, PRECISION).forEach(key -> KINDS.put(key, EnumSet.of(SWEEP)));
    }

    static final List<Key<?>> ALL =
            List.of(
                    KIND, RATE, ON, OFF, IDLE_RATE, FROM, TO, STEPS, COUNT, THINK, FILE, SPEED,
                    STEP, PRECISION);

    private ArrivalKeys() {}
}
