package dev.passerelle.runtime.fairness;

import dev.passerelle.runtime.InferenceException;
import java.time.Duration;

/// What callers are told when a model has more work than it can take.
public final class Overload {

    private static final Duration SOON = Duration.ofSeconds(1);

    private Overload() {}

    /// For one that finds no place.
    public static InferenceException full() {
        return new InferenceException.QueueFull(
                "The model is busy and its queue is full: try again later", SOON);
    }

    /// For one that lost its place.
    public static InferenceException displaced() {
        return new InferenceException.QueueFull(
                "The model's queue is full, and this request had to make room for one of a caller with fewer: try again later or send fewer requests at once",
                SOON);
    }

    /// For one that waited as long as it may.
    public static InferenceException timeout(Duration waited, Duration deadline) {
        Duration quarter = deadline.dividedBy(4);
        return new InferenceException.QueueTimeout(
                "The request waited %.1f s for a slot of the model, which is busy, and that is as long as it may: try again later or send fewer requests at once"
                        .formatted(waited.toMillis() / 1e3),
                quarter.compareTo(SOON) < 0 ? SOON : quarter);
    }
}
