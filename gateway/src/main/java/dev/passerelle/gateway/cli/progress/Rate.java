package dev.passerelle.gateway.cli.progress;

import java.time.Duration;
import java.time.Instant;

/// Bytes a second, averaged with weights that fall by a factor of e in five seconds.
final class Rate {

    private static final double TIME_CONSTANT = 5;

    private Instant last;
    private long lastBytes;
    private double average;

    /// What the weights so far add up to: before that is 1, the average alone would be too low.
    private double weight;

    Rate(Instant start) {
        last = start;
    }

    /// @param bytes all that arrived since the start
    void sample(Instant now, long bytes) {
        double seconds = Duration.between(last, now).toNanos() / 1e9;
        if (seconds <= 0) {
            return;
        }
        double fading = Math.exp(-seconds / TIME_CONSTANT);
        average = average * fading + (bytes - lastBytes) / seconds * (1 - fading);
        weight = weight * fading + (1 - fading);
        last = now;
        lastBytes = bytes;
    }

    /// Zero before the first sample, and while an attempt's bytes are thrown away.
    double perSecond() {
        return weight == 0 ? 0 : Math.max(0, average / weight);
    }
}
