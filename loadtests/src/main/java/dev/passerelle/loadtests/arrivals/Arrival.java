package dev.passerelle.loadtests.arrivals;

import org.jspecify.annotations.Nullable;

/// The beginning of one conversation in an open loop.
///
/// @param offset nanoseconds since the start of the run
/// @param lengths what a trace says of it; null where the traffic's distributions decide
public record Arrival(long offset, @Nullable Lengths lengths) {}
