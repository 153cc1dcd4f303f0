package dev.passerelle.loadtests.plan;

import dev.passerelle.loadtests.distribution.Distribution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// When conversations begin. All but [Users] are open loops: they begin when the schedule says,
/// whatever the server does. Rates are conversations a second.
public sealed interface Arrivals {
    /// At equal distances.
    record Constant(double rate) implements Arrivals {}

    /// At random, independently of each other (exponential distances).
    record Poisson(double rate) implements Arrivals {}

    /// Poisson arrivals at `rate` for `on`, at `idleRate` (may be 0) for `off`, over and over.
    record Bursts(double rate, Duration on, double idleRate, Duration off) implements Arrivals {}

    /// Poisson arrivals at a rate that changes steadily over the whole duration.
    record Ramp(double from, double to) implements Arrivals {}

    /// Poisson arrivals at one rate after the other.
    record Steps(List<Step> steps) implements Arrivals {
        public Steps {
            steps = List.copyOf(steps);
        }
    }

    record Step(double rate, Duration duration) {}

    /// A closed loop: each user begins the next conversation when the last is over, after thinking.
    ///
    /// @param think seconds between
    record Users(int count, Distribution think) implements Arrivals {}

    /// What a file says: a line for each request, with its time and the tokens of its prompt and
    /// answer.
    ///
    /// @param speed how many times faster than it was recorded
    record Trace(Path file, double speed) implements Arrivals {}

    /// Poisson arrivals, rates one after the other from idle to saturation, then between the last
    /// that met the objectives and the first that did not.
    ///
    /// @param from the first rate; 0 for one found by asking one at a time
    /// @param to the highest rate tried
    /// @param step how long each rate is held
    /// @param precision where the search ends: distance of the two rates, as a share of the lower
    record Sweep(double from, double to, Duration step, double precision) implements Arrivals {}
}
