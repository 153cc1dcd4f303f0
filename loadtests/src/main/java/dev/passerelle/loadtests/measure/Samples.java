package dev.passerelle.loadtests.measure;

import dev.passerelle.loadtests.result.Sample;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Requests drawn at random, each as likely as any other: those whose numbers have the least
/// hashes. Which they are depends on the seed and the numbers, not on the order in which they end.
final class Samples {
    static final int MOST = 5_000;

    private record Draw(long hash, Sample sample) {}

    private final long seed;
    private final PriorityQueue<Draw> drawn =
            new PriorityQueue<>(Comparator.comparingLong(Draw::hash).reversed());

    Samples(long seed) {
        this.seed = seed;
    }

    void offer(CallRecord record) {
        long hash = hash(record.number());
        if (hasRoom(hash)) {
            keep(hash, sample(record));
        }
    }

    void offer(Sample sample) {
        long hash = hash(sample.number());
        if (hasRoom(hash)) {
            keep(hash, sample);
        }
    }

    /// In order of their intended start.
    List<Sample> drawn() {
        return drawn.stream()
                .map(Draw::sample)
                .sorted(
                        Comparator.comparingDouble(Sample::intended)
                                .thenComparingLong(Sample::number))
                .toList();
    }

    private boolean hasRoom(long hash) {
        Draw worst = drawn.peek();
        return worst == null || drawn.size() < MOST || hash < worst.hash();
    }

    private void keep(long hash, Sample sample) {
        if (drawn.size() == MOST) {
            drawn.remove();
        }
        drawn.add(new Draw(hash, sample));
    }

    /// SplitMix64's finisher.
    private long hash(long number) {
        long z = seed + (number + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static Sample sample(CallRecord record) {
        Moments at = record.moments();
        Tokens tokens = record.tokens();
        return new Sample(
                record.number(),
                record.kind(),
                record.outcome().id(),
                seconds(at.intended()),
                seconds(at.began()),
                seconds(at.firstToken()),
                seconds(at.ended()),
                tokens.prompt() >= 0 ? tokens.prompt() : tokens.promptAsked(),
                tokens.output() >= 0 ? tokens.output() : tokens.events());
    }

    private static double seconds(long nanos) {
        return nanos < 0 ? -1 : Math.round(nanos / 1e3) / 1e6;
    }
}
