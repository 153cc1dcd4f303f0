package dev.passerelle.loadtests.result;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the server's metrics said.
///
/// @param software whose metrics they are (`passerelle`, `vllm`, `llama.cpp`, ...)
/// @param series values by the id of a [ServerMetric], one for each time of `times`; NaN is written
///   as null
/// @param times seconds since the start of the run
/// @param cancelLatency how long the server took to notice departures, in milliseconds, estimated
///   from its histogram; null where it doesn't say
/// @param problem why there is nothing or not all; empty where there is
public record ServerSide(
        String software,
        List<Double> times,
        Map<String, List<@Nullable Double>> series,
        @Nullable Spread cancelLatency,
        String problem) {
    /// Without values over time.
    ServerSide slim() {
        Spread noticed = cancelLatency == null ? null : cancelLatency.slim();
        return new ServerSide(software, List.of(), Map.of(), noticed, problem);
    }
}
