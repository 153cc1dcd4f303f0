package dev.passerelle.runtime.bench;

import dev.passerelle.runtime.Embedder;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.LoadedModel;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.Sampling;
import dev.passerelle.runtime.TextGenerator;
import dev.passerelle.runtime.loading.LocalRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// Compares the estimate of a model's memory with what the process takes (Linux: `/proc`), once
/// loaded and with every slot full. The Java heap is left out: give it a fixed size and have it
/// touched at start (`-Xms512m -Xmx512m -XX:+AlwaysPreTouch`).
public final class MemoryBench {

    private static final long MIB = 1 << 20;

    private MemoryBench() {}

    /// Arguments: checkpoint, directory for imports, and optionally slots, length, precision.
    public static void main(String[] args) throws Exception {
        Path checkpoint = Path.of(args[0]);
        EngineOptions options = options(args);
        LocalRuntime runtime = new LocalRuntime(Path.of(args[1]));
        // The first load brings what the process needs for any model; the second is measured.
        runtime.load(checkpoint, options, _ -> {}).close();
        MemoryEstimate estimate = runtime.estimate(checkpoint, options);
        long before = resident();
        try (LoadedModel model = runtime.load(checkpoint, options, _ -> {})) {
            long loaded = resident() - before;
            forgetPeak();
            work(model, options);
            long busy = memory("/proc/self/status", "VmHWM:") - before;
            System.out.printf(
                    "%s, %s%n  loaded %d MiB, busy %d MiB%n  estimate %d MiB: weights %d, kv %d, arena %d; %.2f of busy%n",
                    checkpoint.getFileName(),
                    runtime.facts(checkpoint),
                    loaded / MIB,
                    busy / MIB,
                    estimate.total() / MIB,
                    estimate.weights() / MIB,
                    estimate.kvCache() / MIB,
                    estimate.arena() / MIB,
                    (double) estimate.total() / busy);
        }
        System.out.printf("  closed %d MiB%n", (resident() - before) / MIB);
    }

    private static EngineOptions options(String[] args) {
        EngineOptions defaults = EngineOptions.DEFAULT;
        return new EngineOptions(
                args.length > 2 ? Integer.parseInt(args[2]) : defaults.slots(),
                args.length > 3 ? Integer.parseInt(args[3]) : defaults.maxLength(),
                defaults.queueLength(),
                defaults.queueDeadline(),
                defaults.prefillChunk(),
                defaults.threads(),
                args.length > 4 ? Precision.valueOf(args[4]) : defaults.precision());
    }

    private static void work(LoadedModel model, EngineOptions options) throws InterruptedException {
        switch (model) {
            case TextGenerator generator -> generate(generator, options);
            case Embedder embedder -> embed(embedder);
        }
    }

    /// All slots are nearly full at once: each completion is as long as it takes to read the
    /// prompts of the others.
    private static void generate(TextGenerator generator, EngineOptions options)
            throws InterruptedException {
        int length = generator.contextLength();
        int slots = options.slots();
        int rest = 16 + slots * (1 + length / options.prefillChunk());
        int[] prompt = new int[Math.max(length / 2, length - rest)];
        Arrays.setAll(prompt, i -> 1 + i % 100);
        GenerationRequest request =
                new GenerationRequest(
                        new Prompt.Tokens(prompt),
                        Sampling.GREEDY,
                        OptionalInt.empty(),
                        List.of(),
                        true,
                        OptionalInt.empty());
        List<Generation> running = new ArrayList<>();
        for (int slot = 0; slot < slots; slot++) {
            running.add(generator.generate(request));
        }
        for (Generation generation : running) {
            while (generation.next() instanceof GenerationEvent.Delta) {
                Thread.onSpinWait();
            }
        }
    }

    /// Texts of every length, the longest included, alone and in batches.
    private static void embed(Embedder embedder) throws InterruptedException {
        for (int length = embedder.contextLength(); length > 4; length /= 2) {
            int[] ids = new int[length];
            Arrays.setAll(ids, i -> 1000 + i);
            embedder.embed(List.of(new Embedder.Input.Tokens(ids)));
            List<Embedder.Input> many = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                many.add(new Embedder.Input.Tokens(ids));
            }
            embedder.embed(many);
        }
    }

    /// Resident bytes of the process outside the Java heap.
    private static long resident() throws IOException {
        System.gc();
        return memory("/proc/self/smaps_rollup", "Rss:");
    }

    private static void forgetPeak() throws IOException {
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    }

    private static long memory(String file, String key) throws IOException {
        for (String line : Files.readAllLines(Path.of(file))) {
            if (line.startsWith(key)) {
                long kib = Long.parseLong(line.replaceAll("\\D", ""));
                return (kib << 10) - Runtime.getRuntime().totalMemory();
            }
        }
        throw new IOException("%s has no %s".formatted(file, key));
    }
}
