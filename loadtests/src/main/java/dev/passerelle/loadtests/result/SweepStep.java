package dev.passerelle.loadtests.result;

/// One rate of a sweep, held for a while.
///
/// @param rate offered, requests a second
/// @param sustained whether the server kept up: it answered at the offered rate and met the
///   objectives
/// @param reason why not; empty where it did
public record SweepStep(double rate, boolean sustained, String reason, Summary summary) {
    SweepStep slim() {
        return new SweepStep(rate, sustained, reason, summary.slim());
    }
}
