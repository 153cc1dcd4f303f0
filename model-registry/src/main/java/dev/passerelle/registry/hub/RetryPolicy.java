package dev.passerelle.registry.hub;

import java.time.Duration;

/// How often and after which pauses a request is made again.
///
/// @param attempts in a row without a byte of progress
/// @param total of one operation, whatever the progress
/// @param firstPause doubled with each attempt, less up to a half by chance
/// @param longestPause between two attempts
/// @param longestAsked longest pause that is kept when the hub asks for one
public record RetryPolicy(
        int attempts,
        int total,
        Duration firstPause,
        Duration longestPause,
        Duration longestAsked) {

    public static final RetryPolicy DEFAULT =
            new RetryPolicy(
                    6, 500, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(5));

    /// The same with no more attempts in a row.
    RetryPolicy upTo(int attempts) {
        return new RetryPolicy(
                Math.min(attempts, this.attempts), total, firstPause, longestPause, longestAsked);
    }

    /// The pause after so many failures in a row.
    ///
    /// @param chance from 0 to 1
    Duration pause(int failures, double chance) {
        double doubled = firstPause.toMillis() * Math.pow(2, failures - 1.0);
        double millis = Math.min(doubled, (double) longestPause.toMillis());
        return Duration.ofMillis(Math.round(millis * (1 - chance / 2)));
    }
}
