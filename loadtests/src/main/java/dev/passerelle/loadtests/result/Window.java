package dev.passerelle.loadtests.result;

import java.util.Map;

/// One stretch of a run. Latencies are of requests whose intended start lies in it; rates are of
/// what ended or came in it.
///
/// @param start seconds since the start of the run
/// @param seconds how long it is
/// @param waiting most requests at once that had no output yet
/// @param running most requests under way at once
/// @param spreads ttft, itl, tpot, e2e, by id
public record Window(
        double start,
        double seconds,
        long arrived,
        long succeeded,
        long failed,
        long left,
        double promptTokensPerSecond,
        double outputTokensPerSecond,
        int waiting,
        int running,
        Map<String, Spread> spreads) {}
