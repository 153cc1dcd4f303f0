package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.CheckpointException;
import java.nio.file.Path;

/// Checks hyperparameters.
final class Sizes {

    /// Longest context, in tokens; it bounds the rotary cache.
    static final int MOST_CONTEXT = 1 << 20;

    private Sizes() {}

    /// `value`, which must be from 1 to `most`.
    static int checked(Path file, String key, long value, int most) {
        return from(1, file, key, value, most);
    }

    /// `value`, which must be from `least` to `most`.
    static int from(int least, Path file, String key, long value, int most) {
        if (value < least || value > most) {
            throw new CheckpointException(
                    file, "%s is %d, not from %d to %d".formatted(key, value, least, most));
        }
        return (int) value;
    }

    /// `value`, which must be finite and above 0.
    static double positive(Path file, String key, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new CheckpointException(
                    file, "%s is %s, not a positive number".formatted(key, value));
        }
        return value;
    }
}
