package dev.passerelle.loadtests.result;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a set of requests came to, warm-up excluded.
///
/// @param seconds of the measured interval: from the end of the warm-up to the planned end of
///   arrivals, or to the last answer where arrivals ended early
/// @param spreads by the id of the measure; without measures that nothing is known of
/// @param goodput null where the scenario has no objectives
/// @param failures how many, by what failed
/// @param cache how many, by what `x-cache` said
public record Summary(
        double seconds,
        Requests requests,
        Throughput throughput,
        Map<String, Spread> spreads,
        @Nullable Goodput goodput,
        Map<String, Long> failures,
        Map<String, Long> cache) {
    Summary slim() {
        var slim = new LinkedHashMap<String, Spread>();
        spreads.forEach((id, spread) -> slim.put(id, spread.slim()));
        return new Summary(seconds, requests, throughput, slim, goodput, failures, cache);
    }

    /// How many requests there were.
    ///
    /// @param warmUp sent and not measured
    /// @param sent measured ones that the server was to see; the sum of the next four
    /// @param notSent arrivals beyond the most that may be under way
    public record Requests(
            long warmUp,
            long sent,
            long succeeded,
            long failed,
            long left,
            long unfinished,
            long notSent) {}

    /// What came in the measured interval, a second: whole answers with their prompts, and output
    /// tokens when they came, also of requests begun in the warm-up.
    public record Throughput(double requests, double promptTokens, double outputTokens) {}

    /// Requests that met all objectives.
    ///
    /// @param share of all that were to be answered: failed, unfinished and unsent ones met none
    /// @param perSecond of those that ended in the measured interval
    /// @param ttft share that met this one; null where there is no such objective
    public record Goodput(
            double share,
            double perSecond,
            @Nullable Double ttft,
            @Nullable Double itl,
            @Nullable Double e2e) {}
}
