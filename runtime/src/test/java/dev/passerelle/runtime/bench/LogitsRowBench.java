package dev.passerelle.runtime.bench;

import dev.passerelle.runtime.Penalties;
import dev.passerelle.runtime.Sampling;
import dev.passerelle.runtime.sampling.LogitsRow;
import dev.passerelle.runtime.sampling.Logprobs;
import dev.passerelle.runtime.sampling.Sampler;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.ToIntFunction;

/// Microseconds of processor time from a row of logits to a token, by how it is chosen.
public final class LogitsRowBench {

    private static final int VOCABULARY = 49_152;
    private static final int ROWS = 16;
    private static final int ROUNDS = 3_000;

    private final FloatBuffer logits =
            ByteBuffer.allocateDirect(ROWS * VOCABULARY * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final LogitsRow row = new LogitsRow(VOCABULARY);

    private void measure(String name, ToIntFunction<LogitsRow> choice) {
        long sum = 0;
        double best = Double.POSITIVE_INFINITY;
        for (int trial = 0; trial < 6; trial++) {
            long start = threads.getCurrentThreadCpuTime();
            for (int round = 0; round < ROUNDS; round++) {
                row.load(logits, round % ROWS);
                sum += choice.applyAsInt(row);
            }
            best = Math.min(best, (threads.getCurrentThreadCpuTime() - start) / 1e3 / ROUNDS);
        }
        System.out.printf("%-28s %7.1f us a row (%d)%n", name, best, sum);
    }

    public static void main(String[] arguments) {
        LogitsRowBench bench = new LogitsRowBench();
        Random random = new Random(1);
        for (int i = 0; i < bench.logits.capacity(); i++) {
            bench.logits.put(i, (float) random.nextGaussian() * 3);
        }
        int[] prompt = new int[0];
        bench.measure("greedy", new Sampler(Sampling.GREEDY, prompt, 1)::next);
        bench.measure(
                "temperature",
                new Sampler(new Sampling(1, 1, 0, 0, OptionalLong.of(1)), prompt, 1)::next);
        bench.measure(
                "temperature and top p",
                new Sampler(new Sampling(0.8f, 0.95f, 0, 0, OptionalLong.of(1)), prompt, 1)::next);
        Sampling biased =
                new Sampling(
                        0, 1, 0, 0, OptionalLong.empty(), Penalties.NONE, Map.of(5, 1f, 7, -1f));
        bench.measure("greedy and biases", new Sampler(biased, prompt, 1)::next);
        long[] mask = new long[VOCABULARY / Long.SIZE];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i % 3 == 0 ? random.nextLong() : 0;
        }
        Sampler greedy = new Sampler(Sampling.GREEDY, prompt, 1);
        bench.measure(
                "greedy and a mask",
                row -> {
                    row.allowOnly(mask);
                    return greedy.next(row);
                });
        bench.measure("5 log-probabilities", row -> new Logprobs(row).mostLikely(5).getFirst());
    }
}
