package dev.passerelle.loadtests.plan;

import java.time.Duration;

/// Where a load test ends in any case.
///
/// @param duration of arrivals, warm-up included
/// @param requests the most sent
/// @param inFlight the most under way at once; an arrival beyond it is not sent and counts as an
///   error of its own kind
/// @param warmUp at the beginning; what is to start in it is sent and not measured
/// @param drain the longest to wait for answers after the last arrival
public record Bounds(
        Duration duration, long requests, int inFlight, Duration warmUp, Duration drain) {
    public Bounds withDuration(Duration changed) {
        return new Bounds(changed, requests, inFlight, warmUp, drain);
    }
}
