package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.CheckpointException;
import java.nio.file.Path;

/// Checks hyperparameters that count something.
final class Sizes {

    private Sizes() {}

    /// `value`, which must be from 1 to `most`.
    static int checked(Path file, String key, long value, int most) {
        if (value < 1 || value > most) {
            throw new CheckpointException(
                    file, "%s is %d, not from 1 to %d".formatted(key, value, most));
        }
        return (int) value;
    }
}
