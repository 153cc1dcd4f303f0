package dev.passerelle.loadtests.plan;

import dev.passerelle.loadtests.distribution.Distribution;

/// Clients that close their connection before the answer is complete.
///
/// @param share of requests, 0 to 1
/// @param unit what `after` counts
/// @param after how long or how many tokens they stay
public record Leaving(double share, Unit unit, Distribution after) {
    /// What is counted until a client leaves: seconds from the intended start, or tokens received.
    public enum Unit {
        SECONDS,
        TOKENS
    }
}
