package dev.passerelle.loadtests.workload;

import dev.passerelle.loadtests.arrivals.Lengths;
import org.jspecify.annotations.Nullable;

/// Conversations by number: what the n-th one asks depends on the scenario, its seed and n only,
/// not on when or on which thread it is made.
public interface Workload {
    /// @param lengths what a trace says of it; null where the traffic's distributions decide
    Conversation conversation(long number, @Nullable Lengths lengths);
}
