package dev.passerelle.loadtests.stub;

import java.time.Duration;

/// A time in which a server sends nothing: what is due in it is sent at its end.
///
/// @param at since the first request that asked for an answer was read
public record Stall(Duration at, Duration length) {}
