package dev.passerelle.loadtests.arrivals;

/// Tokens of one request of a trace.
public record Lengths(int prompt, int output) {}
