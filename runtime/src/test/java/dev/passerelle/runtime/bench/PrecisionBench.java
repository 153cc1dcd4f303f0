package dev.passerelle.runtime.bench;

import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.importer.CheckpointImporter;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.ImportSettings.Activations;
import dev.passerelle.runtime.importer.ImportedModel;
import dev.passerelle.runtime.ort.DecoderSession;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Compares precisions in turn: a step of 1 and of 16 rows, and a prompt of 128 tokens.
public final class PrecisionBench implements AutoCloseable {

    private static final int ROWS = 16;
    private static final int PROMPT = 128;
    private static final int STEPS = 24;
    private static final int PROMPTS = 4;

    private final DecoderSession session;
    private final int[] prompt = new Random(1).ints(PROMPT, 100, 40_000).toArray();
    private double one = Double.MAX_VALUE;
    private double many = Double.MAX_VALUE;
    private double reading = Double.MAX_VALUE;

    private PrecisionBench(ImportedModel model) {
        this.session = new DecoderSession(model, ROWS, 512, 0);
        for (int row = 0; row < ROWS; row++) {
            session.prefill(row, prompt, 0, PROMPT);
        }
    }

    private void round() {
        one = Math.min(one, median(STEPS, () -> step(1)));
        many = Math.min(many, median(STEPS, () -> step(ROWS)));
        reading = Math.min(reading, median(PROMPTS, () -> session.prefill(0, prompt, 0, PROMPT)));
    }

    private void step(int rows) {
        int[] tokens = new int[rows];
        int[] lengths = new int[rows];
        Arrays.fill(tokens, 1_000);
        Arrays.fill(lengths, PROMPT);
        session.decode(rows, tokens, lengths);
    }

    private static double median(int times, Runnable work) {
        double[] milliseconds = new double[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            work.run();
            milliseconds[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(milliseconds);
        return milliseconds[times / 2];
    }

    @Override
    public void close() {
        session.close();
    }

    /// Arguments: model directory, directory for its imports, rounds. Prints the best round's
    /// medians in milliseconds.
    public static void main(String[] arguments) {
        CheckpointImporter importer = new CheckpointImporter(Path.of(arguments[1]));
        Map<Precision, PrecisionBench> benches = new EnumMap<>(Precision.class);
        for (Precision precision : List.of(Precision.AS_STORED, Precision.INT8, Precision.W8A8)) {
            ImportSettings settings = new ImportSettings(precision, Activations.INT8);
            benches.put(
                    precision,
                    new PrecisionBench(importer.importCheckpoint(Path.of(arguments[0]), settings)));
        }
        for (int round = 0; round < Integer.parseInt(arguments[2]); round++) {
            benches.values().forEach(PrecisionBench::round);
        }
        benches.forEach((precision, bench) -> {
            System.out.printf(
                    "%-10s 1 row %6.2f ms, %d rows %6.2f ms, prompt of %d %6.1f ms%n",
                    precision.id(), bench.one, ROWS, bench.many, PROMPT, bench.reading);
            bench.close();
        });
    }
}
