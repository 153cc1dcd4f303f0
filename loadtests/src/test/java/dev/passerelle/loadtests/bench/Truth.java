package dev.passerelle.loadtests.bench;

import dev.passerelle.loadtests.distribution.Distribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// What load tests against a stub have to report, computed from what the stub and the schedule were
/// told. Latencies are milliseconds, moments seconds since the run's start.
final class Truth {
    private static final double MILLIS = 1e3;

    private Truth() {}

    /// A time in which the server sends nothing.
    record Stall(double at, double seconds) {
        private double release(double due) {
            return due >= at && due < at + seconds ? at + seconds : due;
        }
    }

    /// Latencies of an open loop: a request each `1 / rate` seconds, each answered `latency` after
    /// its intended start, unless that lies in the stall: then at the stall's end.
    static double[] open(double rate, double seconds, double latency, Stall stall) {
        int requests = (int) Math.round(rate * seconds);
        double[] millis = new double[requests];
        for (int i = 0; i < requests; i++) {
            double intended = i / rate;
            millis[i] = (stall.release(intended + latency / MILLIS) - intended) * MILLIS;
        }
        Arrays.sort(millis);
        return millis;
    }

    /// Latencies of a closed loop: each of some users asks when the last answer is there. The stall
    /// is in one latency of each, whatever its length.
    static double[] closed(int users, double seconds, double latency, Stall stall) {
        var millis = new ArrayList<Double>();
        for (int user = 0; user < users; user++) {
            double begin = 0;
            while (begin < seconds) {
                double end = stall.release(begin + latency / MILLIS);
                millis.add((end - begin) * MILLIS);
                begin = end;
            }
        }
        return sorted(millis);
    }

    private static double[] sorted(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /// The value below which the share `p` of all lies, as HdrHistogram counts it: the smallest
    /// that at least that share do not exceed.
    static double percentile(double[] sorted, double p) {
        int rank = (int) Math.ceil(p * sorted.length);
        return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
    }

    /// How many of a sorted list are above a limit.
    static long above(double[] sorted, double limit) {
        return Arrays.stream(sorted).filter(value -> value > limit).count();
    }

    /// Whether a reported value is right: within 3 % or 1 ms of the truth.
    static boolean agrees(double reported, double truth) {
        return Math.abs(reported - truth) <= Math.max(1, truth * 0.03);
    }

    /// The percentile of a sum of independent draws of one distribution, by seeded simulation.
    static double[] sums(Distribution one, int terms, int draws, long seed) {
        var random = new SplittableRandom(seed);
        double[] sums = new double[draws];
        for (int i = 0; i < draws; i++) {
            for (int term = 0; term < terms; term++) {
                sums[i] += one.sample(random);
            }
        }
        Arrays.sort(sums);
        return sums;
    }
}
