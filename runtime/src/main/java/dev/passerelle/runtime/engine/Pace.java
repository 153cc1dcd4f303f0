package dev.passerelle.runtime.engine;

import java.util.function.LongSupplier;

/// How long decode steps and reading take here, as moving averages, and so how much of a prompt may
/// be read between two steps: about as much as takes the time of one and a half, so that a token
/// that waits for a chunk comes two and a half steps after the one before.
final class Pace {

    /// Chunks beside decode steps are multiples of this, where the configured one allows it.
    private static final int UNIT = 16;

    /// Prompt tokens a slot that together take about two steps of all slots.
    private static final int TOKENS_A_SLOT = 4;

    /// Decode steps that a chunk may take the time of.
    private static final double STEPS = 1.5;

    /// Share of the newest measurement.
    private static final double NEWEST = 0.125;

    private final LongSupplier ticker;
    private final int chunk;
    private final int least;
    private double stepNanos;
    private double tokenNanos;

    /// @param ticker nanoseconds, as [System#nanoTime()]
    /// @param chunk most tokens read at once
    /// @param slots sequences decoded at once: with few of them running, chunks are as large as
    ///   with all, so that the others get to run too
    Pace(LongSupplier ticker, int chunk, int slots) {
        this.ticker = ticker;
        this.chunk = chunk;
        this.least = UNIT * Math.max(1, TOKENS_A_SLOT * slots / UNIT);
    }

    long now() {
        return ticker.getAsLong();
    }

    void stepped(long since) {
        stepNanos = averaged(stepNanos, (double) now() - since);
    }

    void read(int tokens, long since) {
        tokenNanos = averaged(tokenNanos, ((double) now() - since) / tokens);
    }

    /// Most prompt tokens to read now.
    ///
    /// @param decoding whether sequences wait for their next token meanwhile
    int chunk(boolean decoding) {
        if (!decoding || tokenNanos == 0) {
            return chunk;
        }
        double tokens = STEPS * stepNanos / tokenNanos;
        return Math.min(chunk, Math.max(least, UNIT * (int) (tokens / UNIT)));
    }

    /// Whether what began at `since` has taken as long as the sequences that are decoding should
    /// wait.
    boolean exhausted(long since, boolean decoding) {
        return decoding && now() - since > stepNanos;
    }

    private static double averaged(double average, double newest) {
        return average == 0 ? newest : average + NEWEST * (newest - average);
    }
}
