package dev.passerelle.gateway.routing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What a deployment has to do, and how soon it begins to answer.
///
/// The time to the first token is smoothed exponentially over time, not over calls, and what is
/// known of it fades while nothing new is heard: a deployment that was slow once gets another
/// chance.
final class Load {
    private static final double MEMORY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong tokens = new AtomicLong();
    private volatile Sample sample = Sample.NONE;

    /// @param nanos to the first token; 0 while nobody knows
    private record Sample(double nanos, long at) {
        static final Sample NONE = new Sample(0, 0);
    }

    void begin() {
        calls.incrementAndGet();
    }

    void add(long count) {
        tokens.addAndGet(count);
    }

    /// @param count as many as were added
    void end(long count) {
        calls.decrementAndGet();
        tokens.addAndGet(-count);
    }

    /// Calls under way.
    int calls() {
        return calls.get();
    }

    /// Tokens of the calls under way.
    long tokens() {
        return tokens.get();
    }

    /// The first token was there after a time.
    synchronized void firstToken(long nanos, long now) {
        Sample last = sample;
        double kept = last.nanos == 0 ? 0 : Math.exp(-(now - last.at) / MEMORY_NANOS);
        // calls that follow one another at once count too
        double weight = Math.min(kept, 0.9);
        sample = new Sample(Math.max(1, last.nanos * weight + nanos * (1 - weight)), now);
    }

    /// There was no first token after a time.
    void noFirstToken(long nanos, long now) {
        if (nanos > sample.nanos) {
            firstToken(nanos, now);
        }
    }

    /// Nanoseconds to the first token as last known; 0 if nobody knows.
    double lastFirstToken() {
        return sample.nanos;
    }

    /// The same, faded.
    double firstTokenAt(long now) {
        Sample last = sample;
        return last.nanos == 0 ? 0 : last.nanos * Math.exp(-(now - last.at) / MEMORY_NANOS);
    }
}
