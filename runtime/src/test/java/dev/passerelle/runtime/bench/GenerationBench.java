package dev.passerelle.runtime.bench;

import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.Sampling;
import dev.passerelle.runtime.engine.GenerationEngine;
import dev.passerelle.runtime.importer.CheckpointImporter;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.ImportSettings.Activations;
import dev.passerelle.runtime.importer.ImportedModel;
import dev.passerelle.runtime.ort.DecoderSession;
import dev.passerelle.runtime.text.TextTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Compares the engine with the bare loop that it can't beat: the same prompts and lengths, one
/// step after the other on the same graph, with no queue, no sampling but the largest logit, no
/// text.
public final class GenerationBench {

    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private final ImportedModel model;
    private final int promptTokens;
    private final int newTokens;

    private GenerationBench(ImportedModel model, int promptTokens, int newTokens) {
        this.model = model;
        this.promptTokens = promptTokens;
        this.newTokens = newTokens;
    }

    /// Tokens per second of `rounds` times `streams` sequences, each round's prompts first and then
    /// its steps.
    double bare(int streams, int rounds) {
        try (DecoderSession session = new DecoderSession(model, streams, 2048, THREADS)) {
            bareRound(session, streams, 0);
            long start = System.nanoTime();
            for (int round = 0; round < rounds; round++) {
                bareRound(session, streams, round);
            }
            return perSecond(streams * rounds, start);
        }
    }

    private void bareRound(DecoderSession session, int streams, int round) {
        int[] tokens = new int[streams];
        int[] lengths = new int[streams];
        for (int row = 0; row < streams; row++) {
            session.prefill(row, prompt(round * streams + row), 0, promptTokens);
            tokens[row] = argmax(session, 0);
            lengths[row] = promptTokens;
        }
        for (int step = 1; step < newTokens; step++) {
            session.decode(streams, tokens, lengths);
            for (int row = 0; row < streams; row++) {
                tokens[row] = argmax(session, row);
                lengths[row]++;
            }
        }
    }

    /// Tokens per second of the engine with `streams` requests always running, as a client that
    /// sends the next when one ends.
    double engine(Path tokenizerDirectory, int streams, int rounds) throws Exception {
        try (GenerationEngine engine =
                GenerationEngine.open(
                        model, TextTokenizer.open(tokenizerDirectory), EngineOptions.DEFAULT)) {
            engineRounds(engine, streams, 1);
            long start = System.nanoTime();
            engineRounds(engine, streams, rounds);
            return perSecond(streams * rounds, start);
        }
    }

    private void engineRounds(GenerationEngine engine, int streams, int rounds) throws Exception {
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> done = new ArrayList<>();
            for (int stream = 0; stream < streams; stream++) {
                int first = stream;
                done.add(
                        readers.submit(() -> {
                            for (int round = 0; round < rounds; round++) {
                                drain(engine, prompt(round * streams + first));
                            }
                            return null;
                        }));
            }
            for (Future<?> reader : done) {
                reader.get();
            }
        }
    }

    private void drain(GenerationEngine engine, int[] prompt) throws InterruptedException {
        try (Generation generation =
                engine.generate(
                        new GenerationRequest(
                                new Prompt.Tokens(prompt),
                                Sampling.GREEDY,
                                OptionalInt.of(newTokens),
                                List.of(),
                                true,
                                OptionalInt.empty()))) {
            GenerationEvent event;
            do {
                event = generation.next();
            } while (event instanceof GenerationEvent.Delta);
        }
    }

    private int[] prompt(int seed) {
        return new Random(seed).ints(promptTokens, 100, 40_000).toArray();
    }

    private int argmax(DecoderSession session, int row) {
        float[] logits = new float[session.vocabularySize()];
        session.logits().get(row * logits.length, logits);
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    private double perSecond(int sequences, long start) {
        return (double) sequences * newTokens / ((System.nanoTime() - start) / 1e9);
    }

    private void compare(Path tokenizerDirectory, int streams, int rounds) throws Exception {
        double bare = bare(streams, rounds);
        double engine = engine(tokenizerDirectory, streams, rounds);
        double bareAgain = bare(streams, rounds);
        System.out.printf(
                "%d streams, %d + %d tokens: bare %.1f and %.1f tokens/s, engine %.1f, ratio %.3f%n",
                streams,
                promptTokens,
                newTokens,
                bare,
                bareAgain,
                engine,
                engine / ((bare + bareAgain) / 2));
    }

    /// Arguments: model directory, directory for its import.
    public static void main(String[] arguments) throws Exception {
        Path checkpoint = Path.of(arguments[0]);
        ImportedModel model =
                new CheckpointImporter(Path.of(arguments[1]))
                        .importCheckpoint(
                                checkpoint,
                                new ImportSettings(Precision.AS_STORED, Activations.INT8));
        GenerationBench bench = new GenerationBench(model, 120, 64);
        bench.compare(checkpoint, 1, 10);
        bench.compare(checkpoint, 16, 4);
    }
}
