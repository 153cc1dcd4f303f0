package dev.passerelle.loadtests.measure;

import dev.passerelle.loadtests.result.Spread;

/// How a run stands, for the live view. Rates and latencies are of the last seconds.
///
/// @param elapsed seconds since the start
/// @param expected seconds that arrivals last; 0 where only the number of requests bounds them
/// @param running requests under way
/// @param note what is being done (`warm-up`, `step 3: 12.5/s`, `draining`); empty for nothing
///   special
public record Snapshot(
        double elapsed,
        double expected,
        int running,
        long sent,
        long succeeded,
        long failed,
        long left,
        double requestsPerSecond,
        double outputTokensPerSecond,
        Spread ttft,
        Spread itl,
        Spread e2e,
        String note) {}
