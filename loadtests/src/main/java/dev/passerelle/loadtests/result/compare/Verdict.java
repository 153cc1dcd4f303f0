package dev.passerelle.loadtests.result.compare;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a row of a comparison says of the second result.
public enum Verdict {
    @JsonProperty("better")
    BETTER("better"),
    @JsonProperty("worse")
    WORSE("worse"),
    /// The interval includes no change.
    @JsonProperty("no_difference")
    NO_DIFFERENCE("no difference shown"),
    /// Too few windows for an interval.
    @JsonProperty("unknown")
    UNKNOWN("interval unknown");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
