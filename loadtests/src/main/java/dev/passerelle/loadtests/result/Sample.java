package dev.passerelle.loadtests.result;

/// One request, of those drawn at random for charts. Times are seconds since the start of the run,
/// -1 for what did not happen.
public record Sample(
        long number,
        String kind,
        String outcome,
        double intended,
        double began,
        double firstToken,
        double ended,
        int promptTokens,
        int outputTokens) {}
