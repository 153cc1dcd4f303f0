package dev.passerelle.loadtests.measure;

/// When things happened to one request: nanoseconds since the run's start, -1 for what did not
/// happen.
///
/// @param intended when it was to begin; every latency counts from here
/// @param began when the generator began with it
/// @param connected when a new connection was open; -1 where one was used again
/// @param headers when the status line was there
/// @param firstToken when the first event with output was there; for an answer that comes whole -1
/// @param lastToken when the last event with output was there
/// @param ended when the last byte was there, the client left or it failed
public record Moments(
        long intended,
        long began,
        long connected,
        long headers,
        long firstToken,
        long lastToken,
        long ended) {}
