package dev.passerelle.gateway.backend;

import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Where time and chance come from.
///
/// @param drain how long a model that must make room may finish what runs on it
public record Timing(
        InstantSource clock, RandomGenerator random, Schedule schedule, Duration drain) {

    /// The machine's.
    public static Timing real(Duration drain) {
        return new Timing(
                InstantSource.system(), RandomGenerator.getDefault(), Schedule.onThread(), drain);
    }
}
