package dev.passerelle.loadtests.plan;

import java.util.List;

/// A load test to be: what is sent where, when, how much of it, and what is expected.
///
/// @param name of reports and files
/// @param seed of everything random: arrivals, prompts, lengths, clients that leave
/// @param traffic what is asked, at least one kind
public record Scenario(
        String name,
        long seed,
        Target target,
        List<Traffic> traffic,
        Arrivals arrivals,
        Bounds bounds,
        Slo slo,
        Leaving leaving) {
    public Scenario {
        traffic = List.copyOf(traffic);
    }

    public Scenario withBounds(Bounds changed) {
        return new Scenario(name, seed, target, traffic, arrivals, changed, slo, leaving);
    }
}
