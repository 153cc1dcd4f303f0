package dev.passerelle.loadtests.run;

import dev.passerelle.loadtests.measure.Measure;
import dev.passerelle.loadtests.result.Capacity;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Summary;
import dev.passerelle.loadtests.result.SweepStep;
import java.util.Comparator;
import java.util.List;

/// What follows from the steps of a sweep.
final class Capacities {
    private Capacities() {}

    static Capacity of(List<SweepStep> steps) {
        return new Capacity(
                steps.stream()
                        .max(Comparator.comparingDouble(Capacities::power))
                        .map(SweepStep::rate)
                        .orElse(0.0),
                steps.stream()
                        .filter(SweepStep::sustained)
                        .mapToDouble(SweepStep::rate)
                        .max()
                        .orElse(0),
                steps.stream()
                        .mapToDouble(step -> step.summary().throughput().requests())
                        .max()
                        .orElse(0));
    }

    /// Throughput divided by latency (Kleinrock 1979, "Power and deterministic rules of thumb for
    /// probabilistic problems in computer communications"), times the share that was answered: who
    /// is refused waits for ever, and a server that refuses many is quick with the rest.
    private static double power(SweepStep step) {
        Summary summary = step.summary();
        Spread latency = summary.spreads().getOrDefault(Measure.E2E.id(), Spread.EMPTY);
        return latency.count() == 0
                ? 0
                : answered(summary.requests()) * summary.throughput().requests() / latency.mean();
    }

    private static double answered(Summary.Requests requests) {
        long refused = requests.failed() + requests.unfinished() + requests.notSent();
        return (double) requests.succeeded() / Math.max(1, requests.succeeded() + refused);
    }
}
