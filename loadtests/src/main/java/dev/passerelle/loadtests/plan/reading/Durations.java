package dev.passerelle.loadtests.plan.reading;

import java.time.Duration;

/// Lengths of time as scenarios write them.
public final class Durations {
    private Durations() {}

    /// @throws IllegalArgumentException if the text is none, with what is allowed
    public static Duration parse(String text) {
        try {
            return Quantities.duration(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "allowed is " + Quantities.DURATION.allowed().replace("`", ""), e);
        }
    }
}
