package dev.passerelle.runtime;

import java.time.Duration;

/// Where the time before a request's first result went.
///
/// @param queued until it had a slot, or its first input was taken into a batch
/// @param prompt from there until the prompt was read
public record Timing(Duration queued, Duration prompt) {
    public static final Timing NONE = new Timing(Duration.ZERO, Duration.ZERO);
}
