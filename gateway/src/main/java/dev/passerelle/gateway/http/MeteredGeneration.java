package dev.passerelle.gateway.http;

import dev.passerelle.gateway.metrics.TokenMeters;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Finished;

/// A generation whose tokens and delays are measured as they are read.
final class MeteredGeneration implements AutoCloseable {
    private static final double NANOS = 1e9;

    private final Generation generation;
    private final TokenMeters meters;
    private final long startNanos;
    private long lastNanos;
    private int counted;

    MeteredGeneration(Generation generation, TokenMeters meters, long startNanos) {
        this.generation = generation;
        this.meters = meters;
        this.startNanos = startNanos;
        meters.prompt().inc(generation.promptTokens());
    }

    GenerationEvent next() throws InterruptedException {
        GenerationEvent event = generation.next();
        switch (event) {
            case Delta delta -> measure(delta);
            case Finished(var _, var usage) -> count(usage.completionTokens() - counted);
            case GenerationEvent.Failed _ -> {}
        }
        return event;
    }

    private void measure(Delta delta) {
        long now = System.nanoTime();
        if (lastNanos == 0) {
            meters.firstToken().observe((now - startNanos) / NANOS);
        } else if (delta.tokens() > 0) {
            meters.interToken().observe((now - lastNanos) / NANOS / delta.tokens());
        }
        lastNanos = now;
        count(delta.tokens());
    }

    private void count(int tokens) {
        if (tokens > 0) {
            meters.completion().inc(tokens);
            counted += tokens;
        }
    }

    /// Cancels what is still running.
    @Override
    public void close() {
        generation.close();
    }
}
