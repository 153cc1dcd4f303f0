package dev.passerelle.gateway.admission;

import java.time.Duration;

/// What is left of a limit.
///
/// @param remaining in the measure's unit
/// @param reset until it is whole again
public record Standing(Limit limit, long remaining, Duration reset) {}
