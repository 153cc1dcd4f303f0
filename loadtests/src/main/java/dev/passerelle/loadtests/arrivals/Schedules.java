package dev.passerelle.loadtests.arrivals;

import dev.passerelle.loadtests.plan.Arrivals.Bursts;
import dev.passerelle.loadtests.plan.Arrivals.Constant;
import dev.passerelle.loadtests.plan.Arrivals.Poisson;
import dev.passerelle.loadtests.plan.Arrivals.Ramp;
import dev.passerelle.loadtests.plan.Arrivals.Step;
import dev.passerelle.loadtests.plan.Arrivals.Steps;
import dev.passerelle.loadtests.plan.Arrivals.Sweep;
import dev.passerelle.loadtests.plan.Arrivals.Trace;
import dev.passerelle.loadtests.plan.Arrivals.Users;
import dev.passerelle.loadtests.plan.Bounds;
import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.plan.ScenarioException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The schedule of each kind of open loop.
public final class Schedules {
    private Schedules() {}

    /// A scenario's arrivals, the same for the same seed. Ends before the scenario's duration and
    /// with as many arrivals as it allows requests; a bound of 0 is none.
    ///
    /// @throws ScenarioException if a trace can't be read, also later, at a line that is wrong
    /// @throws IllegalArgumentException for users and a sweep, whose arrivals depend on the server
    public static Schedule of(Scenario scenario) {
        var limits = Limits.of(scenario.bounds());
        return switch (scenario.arrivals()) {
            case Constant(var rate) -> new ConstantSchedule(rate, limits);
            case Trace(var file, var speed) -> new TraceSchedule(file, speed, limits);
            default -> {
                var intensity = intensity(scenario);
                if (intensity == null) {
                    throw new IllegalArgumentException("no schedule: " + scenario.arrivals());
                }
                yield new PoissonSchedule(intensity, limits, scenario.seed());
            }
        };
    }

    /// Arrivals at one rate for a while, as a step of a sweep has them.
    public static Schedule poisson(double rate, Duration duration, long seed) {
        var limits = new Limits(Limits.nanos(duration), Long.MAX_VALUE);
        return new PoissonSchedule(new Steady(rate), limits, seed);
    }

    /// What a scenario is going to send. Reads a trace to its end.
    ///
    /// @throws ScenarioException if a trace can't be read
    public static Expected expected(Scenario scenario) {
        return new Expectation(scenario).of();
    }

    /// A trace with its length as its duration: it ends with its last request, whatever the bound.
    /// Reads it to there, so that a wrong line is told before anything is sent. Others as they are.
    ///
    /// @throws ScenarioException if it can't be read, or is all warm-up
    public static Scenario timed(Scenario scenario) {
        if (!(scenario.arrivals() instanceof Trace)) {
            return scenario;
        }
        Duration last = Duration.ofNanos((long) (expected(scenario).seconds() * 1e9));
        Duration length = last.plusMillis(1).truncatedTo(ChronoUnit.MILLIS);
        Bounds bounds = scenario.bounds();
        if (bounds.warmUp().compareTo(length) >= 0) {
            throw new ScenarioException(
                    "warm-up is %s s, and the trace lasts %s s; nothing would be measured"
                            .formatted(bounds.warmUp().toMillis() / 1e3, length.toMillis() / 1e3));
        }
        return length.compareTo(bounds.duration()) < 0
                ? scenario.withBounds(bounds.withDuration(length))
                : scenario;
    }

    /// That of random arrivals; null for others.
    static @Nullable Intensity intensity(Scenario scenario) {
        return switch (scenario.arrivals()) {
            case Poisson(var rate) -> new Steady(rate);
            case Bursts(var rate, var on, var idleRate, var off) ->
                    new Rates(List.of(new Step(rate, on), new Step(idleRate, off)), true);
            case Steps(var steps) -> new Rates(steps, false);
            case Ramp(var from, var to) -> ramp(from, to, Limits.of(scenario.bounds()).seconds());
            case Constant _, Trace _, Users _, Sweep _ -> null;
        };
    }

    private static Intensity ramp(double from, double to, double seconds) {
        if (Double.isInfinite(seconds)) {
            throw new ScenarioException("a ramp needs a duration to spread over");
        }
        return new Slope(from, (to - from) / seconds, seconds);
    }
}
