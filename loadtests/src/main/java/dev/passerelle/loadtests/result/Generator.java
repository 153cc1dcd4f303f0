package dev.passerelle.loadtests.result;

import java.util.List;

/// What the generator saw of itself.
///
/// @param cpu processors used, averaged over the run, its warm-up and end included (1.0: one
///   processor all the time)
/// @param cpuShare of the processors the process may use, 0 to 1
/// @param lag how late requests began, in milliseconds
/// @param pause how late a thread that only sleeps woke up, in milliseconds: what the machine or
///   the garbage collector took
/// @param collections milliseconds in the garbage collector
/// @param bottleneck why the figures are the client's rather than the server's; empty where they
///   are not
public record Generator(
        double cpu,
        double cpuShare,
        Spread lag,
        Spread pause,
        long collections,
        List<String> bottleneck) {
    Generator slim() {
        return new Generator(cpu, cpuShare, lag.slim(), pause.slim(), collections, bottleneck);
    }
}
