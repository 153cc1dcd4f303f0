package dev.passerelle.loadtests.measure;

import dev.passerelle.loadtests.plan.Slo;

/// What is measured of a run. Times are nanoseconds since the run's start.
///
/// @param warmUpEnd what is to start before it is counted and not measured; windows begin here
/// @param plannedEnd when the last arrival is due at the latest
/// @param slo what goodput is measured against
/// @param seed of the choice of samples
public record Frame(long warmUpEnd, long plannedEnd, Slo slo, long seed) {}
