package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.Tokens;
import org.jspecify.annotations.Nullable;

/// How far somebody is with a recording. Belongs to its flight.
final class Seat {
    final boolean leader;
    int next;
    long bytes;

    /// What was to be paid for when its newest part came.
    @Nullable Tokens tokens;

    /// Whether it pays for what came after it left: others went on listening.
    boolean paysForOthers;

    Seat(boolean leader) {
        this.leader = leader;
    }
}
