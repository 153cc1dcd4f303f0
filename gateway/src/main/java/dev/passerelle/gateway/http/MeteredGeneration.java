package dev.passerelle.gateway.http;

import dev.passerelle.gateway.metrics.TokenMeters;
import dev.passerelle.gateway.openai.LimitedBy;
import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.Timing;
import org.jspecify.annotations.Nullable;

/// A generation whose tokens and delays are measured as they are read.
final class MeteredGeneration implements AutoCloseable {
    private static final double NANOS = 1e9;

    private final Generation generation;
    private final @Nullable LimitedBy curtailedBy;
    private final TokenMeters meters;
    private final long startNanos;
    private long lastNanos;
    private int counted;

    /// @param curtailedBy the limit for whose sake it may generate fewer tokens than it wants
    MeteredGeneration(
            Generation generation,
            @Nullable LimitedBy curtailedBy,
            TokenMeters meters,
            long startNanos) {
        this.generation = generation;
        this.curtailedBy = curtailedBy;
        this.meters = meters;
        this.startNanos = startNanos;
    }

    /// The first event; its prompt has been read then.
    ///
    /// @throws dev.passerelle.runtime.InferenceException if it failed
    GenerationEvent first(Bill bill) throws InterruptedException {
        GenerationEvent event = next();
        meters.prompt().inc(generation.promptTokens());
        bill.read(generation.promptTokens());
        return event;
    }

    /// The next event.
    ///
    /// @throws dev.passerelle.runtime.InferenceException if it failed
    GenerationEvent next() throws InterruptedException {
        GenerationEvent event = generation.next();
        switch (event) {
            case Delta delta -> measure(delta);
            case Finished _ -> {}
            case Failed(var cause) -> throw cause;
        }
        return event;
    }

    /// Counts what was generated and not shown, like the end-of-sequence token.
    ///
    /// @return how many tokens that is
    int rest(Finished end) {
        int rest = Math.max(0, end.usage().completionTokens() - counted);
        count(rest);
        return rest;
    }

    /// The limit that ended it; absent if it ended by itself.
    @Nullable LimitedBy limitedBy(Finished end) {
        return end.reason() == FinishReason.LENGTH ? curtailedBy : null;
    }

    /// Where the time before the first event went.
    Timing timing() {
        return generation.timing();
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
