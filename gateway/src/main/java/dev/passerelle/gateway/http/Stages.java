package dev.passerelle.gateway.http;

import dev.passerelle.gateway.usage.Latency;
import dev.passerelle.runtime.Timing;
import java.time.Duration;

/// Where a call's time goes.
final class Stages {
    private static final long HALF_A_MICRO = 500;
    private static final long MILLI = 1000;

    private final long startNanos;
    private long upload;
    private long admission = -1;
    private Timing timing = Timing.NONE;
    private long answering = -1;
    private long decode = -1;

    /// @param startNanos when the call began, by `System.nanoTime`
    Stages(long startNanos) {
        this.startNanos = startNanos;
    }

    /// Its body has been read, which took so long: the client's time, not ours.
    void uploaded(long nanos) {
        upload = nanos;
    }

    /// It may go on; from here on a model is responsible for it.
    void admitted() {
        admission = elapsed() - upload;
    }

    /// The first result is there.
    void answering(Timing before) {
        timing = before;
        answering = elapsed();
    }

    /// Nothing more is generated.
    void generated() {
        decode = decodeNanos();
    }

    /// Until the first result was there; -1 if it never was.
    long firstNanos() {
        return answering;
    }

    Timing timing() {
        return timing;
    }

    long decodeNanos() {
        if (answering < 0) {
            return 0;
        }
        return decode < 0 ? elapsed() - answering : decode;
    }

    long admissionNanos() {
        return admission < 0 ? elapsed() - upload : admission;
    }

    Duration queued() {
        return timing.queued();
    }

    Latency latency() {
        return new Latency(
                Duration.ofNanos(admissionNanos()),
                timing.queued(),
                timing.prompt(),
                Duration.ofNanos(decodeNanos()),
                Duration.ofNanos(elapsed()));
    }

    /// The value of `Server-Timing` (W3C), in milliseconds.
    ///
    /// @param whole whether all is generated
    String serverTiming(boolean whole) {
        String before =
                "admission;dur="
                        + millis(admissionNanos())
                        + ", queue;dur="
                        + millis(timing.queued().toNanos())
                        + ", prompt;dur="
                        + millis(timing.prompt().toNanos());
        return whole ? before + ", decode;dur=" + millis(decodeNanos()) : before;
    }

    private static String millis(long nanos) {
        long micros = (nanos + HALF_A_MICRO) / (2 * HALF_A_MICRO);
        String fraction = Long.toString(MILLI + micros % MILLI);
        return micros / MILLI + "." + fraction.substring(1);
    }

    private long elapsed() {
        return System.nanoTime() - startNanos;
    }
}
