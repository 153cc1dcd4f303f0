package dev.passerelle.loadtests.workload;

import java.util.SplittableRandom;

/// Random numbers that depend on a seed and on what they are for, and on nothing before them.
final class Seeds {
    private static final long STRIDE = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    static SplittableRandom random(long seed, long what, long number) {
        return new SplittableRandom(mixed(mixed(mixed(seed) + what) + number));
    }

    /// The finalizer of SplitMix64: neighbours become unrelated.
    private static long mixed(long value) {
        long z = value + STRIDE;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
