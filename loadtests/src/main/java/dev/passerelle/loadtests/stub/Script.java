package dev.passerelle.loadtests.stub;

import dev.passerelle.loadtests.distribution.Distribution;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// What is programmed for one request: depends on the options, their seed and its number only.
///
/// @param status of an error; 0 for none
/// @param cutAt where its answer ends if it is cut, as a share of it
/// @param ttft nanoseconds from its admission, which is in them, to its first token
/// @param admission nanoseconds, at most `ttft`
/// @param cancel nanoseconds its slot is held after its client has left
/// @param hit whether it is said to come from a cache
/// @param gaps where the times between its tokens come from
record Script(
        long number,
        Fate fate,
        int status,
        double cutAt,
        long ttft,
        long admission,
        long cancel,
        boolean hit,
        long gaps) {
    private static final double NANOS = 1e6;

    static Script of(StubOptions options, long number) {
        var random = new SplittableRandom(mix(mix(options.seed()) + number));
        double luck = random.nextDouble();
        int status = status(options.trouble(), luck);
        StubOptions.Latency latency = options.latency();
        long ttft = nanos(latency.ttft(), random);
        return new Script(
                number,
                status > 0 ? Fate.ERROR : fate(options.trouble(), luck),
                status,
                random.nextDouble(),
                ttft,
                Math.min(ttft, nanos(latency.admission(), random)),
                nanos(latency.cancel(), random),
                random.nextDouble() < options.cache().hits(),
                random.nextLong());
    }

    private static int status(StubOptions.Trouble trouble, double luck) {
        double below = 0;
        for (StubOptions.Failure each : trouble.errors()) {
            below += each.share();
            if (luck < below) {
                return each.status();
            }
        }
        return 0;
    }

    /// Errors have the lowest luck, then come cut answers and those that hang.
    private static Fate fate(StubOptions.Trouble trouble, double luck) {
        double errors = trouble.errors().stream().mapToDouble(StubOptions.Failure::share).sum();
        if (luck < errors + trouble.cut()) {
            return Fate.CUT;
        }
        return luck < errors + trouble.cut() + trouble.hang() ? Fate.HUNG : Fate.ANSWERED;
    }

    /// When each token is due, in nanoseconds after the first.
    long[] offsets(Distribution itl, int tokens) {
        var random = new SplittableRandom(gaps);
        long[] offsets = new long[tokens];
        double sum = 0;
        for (int i = 1; i < tokens; i++) {
            sum += itl.sample(random);
            offsets[i] = Math.round(sum * NANOS);
        }
        return offsets;
    }

    private static long nanos(Distribution millis, RandomGenerator random) {
        return Math.round(millis.sample(random) * NANOS);
    }

    /// The finaliser of MurmurHash3: neighbouring numbers give unrelated seeds.
    private static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
