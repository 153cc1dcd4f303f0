package dev.passerelle.gateway.http;

import dev.passerelle.gateway.usage.Latency;
import dev.passerelle.runtime.Timing;
import java.time.Duration;
import java.util.Locale;

/// Where a call's time goes.
final class Stages {
    private static final double MILLI = 1e6;

    private final long startNanos;
    private long admission = -1;
    private Timing timing = Timing.NONE;
    private long answering = -1;
    private long decode;

    /// @param startNanos when the call began, by `System.nanoTime`
    Stages(long startNanos) {
        this.startNanos = startNanos;
    }

    /// It may go on; from here on a model is responsible for it.
    void admitted() {
        admission = elapsed();
    }

    /// The first result is there.
    void answering(Timing before) {
        timing = before;
        answering = elapsed();
    }

    /// Nothing more is generated.
    void generated() {
        if (answering >= 0) {
            decode = elapsed() - answering;
        }
    }

    long admissionNanos() {
        return admission < 0 ? elapsed() : admission;
    }

    Duration queued() {
        return timing.queued();
    }

    Latency latency() {
        return new Latency(
                Duration.ofNanos(admissionNanos()),
                timing.queued(),
                timing.prompt(),
                Duration.ofNanos(decode),
                Duration.ofNanos(elapsed()));
    }

    /// The value of `Server-Timing` (W3C), in milliseconds.
    ///
    /// @param whole whether all is generated
    String serverTiming(boolean whole) {
        String before =
                "admission;dur=%s, queue;dur=%s, prompt;dur=%s"
                        .formatted(
                                millis(admissionNanos()),
                                millis(timing.queued().toNanos()),
                                millis(timing.prompt().toNanos()));
        return whole ? before + ", decode;dur=" + millis(decode) : before;
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / MILLI);
    }

    private long elapsed() {
        return System.nanoTime() - startNanos;
    }
}
