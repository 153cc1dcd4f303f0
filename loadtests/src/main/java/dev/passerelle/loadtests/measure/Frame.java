package dev.passerelle.loadtests.measure;

import dev.passerelle.loadtests.plan.Slo;

/// What is measured of a run. Times are nanoseconds since the run's start.
///
/// @param warmUpEnd what is to start before it is counted and not measured; windows begin here
/// @param expected seconds that the run's arrivals last, for the live view; 0 where nobody knows
/// @param slo what goodput is measured against
/// @param seed of the choice of samples
public record Frame(long warmUpEnd, double expected, Slo slo, long seed) {}
