package dev.passerelle.runtime.bench;

import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.Sampling;
import dev.passerelle.runtime.TextGenerator;
import dev.passerelle.runtime.loading.LocalRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/// Inter-token latency of 16 streams while prompts of 2,000 tokens arrive, one after the other, and
/// the time to the first token of such a prompt whose beginning is known.
public final class InterleavingBench {

    private static final int STREAMS = 16;
    private static final int LONG = 2_000;

    private final TextGenerator engine;

    private InterleavingBench(TextGenerator engine) {
        this.engine = engine;
    }

    private void interTokenLatency(boolean longPrompts) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Double> gaps = new ArrayList<>();
        int read = 0;
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Double>>> streams = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                int[] prompt = prompt(i, 50);
                streams.add(readers.submit(() -> gaps(prompt, 400)));
            }
            Future<Integer> arriving =
                    readers.submit(() -> {
                        int prompts = 0;
                        while (longPrompts && !over.get()) {
                            firstTokenMillis(prompt(1_000 + prompts, LONG));
                            prompts++;
                        }
                        return prompts;
                    });
            for (Future<List<Double>> stream : streams) {
                gaps.addAll(stream.get());
            }
            over.set(true);
            read = arriving.get();
        }
        double[] sorted = gaps.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double median = at(sorted, 0.5);
        System.out.printf(
                "%d streams, %d long prompts read: inter-token p50 %.1f ms, p90 %.1f, p99 %.1f (%.2f x median), most %.1f%n",
                STREAMS,
                read,
                median,
                at(sorted, 0.9),
                at(sorted, 0.99),
                at(sorted, 0.99) / median,
                sorted[sorted.length - 1]);
    }

    /// Milliseconds between the texts of one stream, its first twenty left out.
    private List<Double> gaps(int[] prompt, int tokens) throws InterruptedException {
        List<Double> gaps = new ArrayList<>();
        try (Generation generation = engine.generate(request(prompt, tokens))) {
            long last = System.nanoTime();
            while (generation.next() instanceof GenerationEvent.Delta) {
                long now = System.nanoTime();
                gaps.add((now - last) / 1e6);
                last = now;
            }
        }
        return gaps.subList(Math.min(20, gaps.size()), gaps.size());
    }

    private double firstTokenMillis(int[] prompt) throws InterruptedException {
        long start = System.nanoTime();
        try (Generation generation = engine.generate(request(prompt, 2))) {
            generation.next();
            return (System.nanoTime() - start) / 1e6;
        }
    }

    private void sharedPrefix() throws InterruptedException {
        for (int round = 0; round < 3; round++) {
            int[] cold = prompt(5_000 + round, 1_030);
            int[] warm = cold.clone();
            int[] other = prompt(6_000 + round, 30);
            System.arraycopy(other, 0, warm, 1_000, 30);
            double first = firstTokenMillis(cold);
            double second = firstTokenMillis(warm);
            System.out.printf(
                    "1,030 tokens: first token after %.1f ms; with 1,000 of them shared %.1f ms (%.3f x)%n",
                    first, second, second / first);
        }
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) (share * (sorted.length - 1))];
    }

    private static GenerationRequest request(int[] prompt, int tokens) {
        return new GenerationRequest(
                new Prompt.Tokens(prompt),
                Sampling.GREEDY,
                OptionalInt.of(tokens),
                List.of(),
                true,
                OptionalInt.empty());
    }

    private static int[] prompt(int seed, int length) {
        return new Random(seed).ints(length, 100, 40_000).toArray();
    }

    /// Arguments: model directory, directory for its import, prefill chunks to try.
    public static void main(String[] arguments) throws Exception {
        for (String chunk : Arrays.copyOfRange(arguments, 2, arguments.length)) {
            EngineOptions options =
                    new EngineOptions(
                            STREAMS + 1,
                            2_048,
                            64,
                            Duration.ofMinutes(5),
                            Integer.parseInt(chunk),
                            0,
                            Precision.AS_STORED);
            try (TextGenerator engine =
                    (TextGenerator)
                            new LocalRuntime(Path.of(arguments[1]))
                                    .load(Path.of(arguments[0]), options, _ -> {})) {
                System.out.println("chunks of at most " + chunk);
                InterleavingBench bench = new InterleavingBench(engine);
                bench.sharedPrefix();
                bench.interTokenLatency(false);
                bench.interTokenLatency(true);
            }
        }
    }
}
