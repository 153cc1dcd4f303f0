package dev.passerelle.gateway.bench;

import dev.passerelle.gateway.admission.Admission;
import dev.passerelle.gateway.admission.Charges;
import dev.passerelle.gateway.admission.Decision;
import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Limiter;
import dev.passerelle.gateway.admission.LocalLimiter;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.config.LimitsConfig;
import dev.passerelle.gateway.config.LimitsConfig.ProjectConfig;
import dev.passerelle.gateway.config.LimitsConfig.WhenUnavailable;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Prices;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/// Admission of one chat request from its entry to its end, with all seven measures limited for
/// key, project, organisation and model, and without any.
@State(Scope.Benchmark)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class AdmissionBench {
    private static final Limits ALL =
            new Limits(
                    Arrays.stream(Measure.values())
                            .collect(
                                    Collectors.toMap(
                                            Function.identity(),
                                            measure -> measure.budget() ? 1L << 60 : 1L << 35)));
    private static final Project PROJECT = new Project("acme", "web");
    private static final Demand DEMAND =
            new Demand(120, 1, 1_900, new Prices(150_000, 600_000, "EUR"));

    private final Admission limited = admission(ALL);
    private final Caller limitedCaller = caller(ALL);
    private final Admission open = new Admission(LimitsConfig.NONE, limiter());

    /// One request after another.
    @Benchmark
    @Threads(1)
    public long allLimits() {
        return admit(limited, limitedCaller, ALL);
    }

    /// Eight at a time, all of the same key.
    @Benchmark
    @Threads(8)
    public long allLimitsEightThreads() {
        return admit(limited, limitedCaller, ALL);
    }

    /// What it costs where nothing is limited.
    @Benchmark
    @Threads(1)
    public long noLimits() {
        return admit(open, Caller.ANYONE, Limits.NONE);
    }

    private static long admit(Admission admission, Caller caller, Limits ofModel) {
        Reservation entry = granted(admission.enter(caller));
        Reservation tokens = granted(admission.reserve(caller, "small", ofModel, DEMAND));
        tokens.settle(120, 70);
        entry.settle(0, 0);
        return tokens.completionTokens();
    }

    private static Reservation granted(Decision decision) {
        return ((Decision.Granted) decision).reservation();
    }

    private static Limiter limiter() {
        return new LocalLimiter(Charges.NONE);
    }

    private static Admission admission(Limits limits) {
        return new Admission(
                new LimitsConfig(
                        null,
                        WhenUnavailable.REFUSE,
                        Map.of(PROJECT.organisation(), limits),
                        Map.of(PROJECT, new ProjectConfig(limits, 1, 0, false))),
                limiter());
    }

    private static Caller caller(Limits limits) {
        return new Caller("k1", PROJECT, Role.MEMBER, Set.of(), Set.of(), limits);
    }
}
