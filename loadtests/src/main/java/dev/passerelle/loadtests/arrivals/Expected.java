package dev.passerelle.loadtests.arrivals;

/// What a scenario is going to send, told before anything is sent. NaN where the server's speed
/// decides.
///
/// @param conversations begun
/// @param seconds until the last of them begins
/// @param turns of a conversation, the mean
/// @param promptTokens that a turn adds, the mean
/// @param outputTokens asked for by a turn, the mean
public record Expected(
        double conversations,
        double seconds,
        double turns,
        double promptTokens,
        double outputTokens) {}
